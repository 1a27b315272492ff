from typing import ClassVar

from django.db import migrations

from concentric.foundation.audit.append_only import protect, release


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("audit", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [migrations.RunPython(protect, release)]
