from typing import ClassVar

from django.db import migrations

from concentric.research.frameworks.searching import INDEX


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("research", "0001_initial")]
    operations: ClassVar[list[migrations.operations.base.Operation]] = [migrations.RunPython(INDEX.build, INDEX.drop)]
