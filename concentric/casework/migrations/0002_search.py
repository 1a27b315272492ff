from typing import ClassVar

from django.db import migrations

from concentric.casework.search.engine import INDEX


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("casework", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [migrations.RunPython(INDEX.build, INDEX.drop)]
