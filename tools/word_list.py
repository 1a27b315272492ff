"""`python -m tools.word_list FOLDER`: the word list of de-identification from SCOWL's own files.

FOLDER holds SCOWL's lists (`english-words.10` …; Debian's package `scowl`, version 2020.12.07). Words of sizes 10 to 60
stay in lower case; names of sizes 10 to 70 stay capitalised. Possessives are left out: the reader takes them off first.
"""

import gzip
import sys
from pathlib import Path

LIST = Path(__file__).resolve().parents[1] / "concentric" / "method" / "deidentify" / "data" / "words.txt.gz"
KINDS = ("english", "british", "british_z", "british_variant_1", "american")
WORDS = [f"{kind}-words.{size}" for kind in KINDS for size in (10, 20, 35, 40, 50, 55, 60)]
NAMES = [f"english-{kind}.{size}" for kind in ("upper", "proper-names") for size in (10, 35, 40, 50, 60, 70)]


def main(folder: Path) -> None:
    words = {word for word in _read(folder, WORDS) if word.islower()}
    names = {word for word in _read(folder, NAMES) if word[0].isupper() and not word.isupper()}
    LIST.parent.mkdir(exist_ok=True)
    LIST.write_bytes(gzip.compress("\n".join(sorted(words | names)).encode(), mtime=0))
    print(f"{len(words):,} words and {len(names):,} names in {LIST.stat().st_size:,} bytes.")


def _read(folder: Path, names: list[str]) -> set[str]:
    files = [folder / name for name in names if (folder / name).exists()]
    lines = {line for file in files for line in file.read_text(encoding="latin-1").split()}
    return {line for line in lines if "'" not in line and len(line) > 1}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
