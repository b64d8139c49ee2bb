"""Writes __tests__/fixtures/data/parquet: the same ten rows in every codec, and files with a fault.

python3 -m venv .venv && .venv/bin/pip install pyarrow==26.0.1
.venv/bin/python scripts/make-parquet-fixtures.py
"""

import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

OUT = Path(__file__).parent.parent / "__tests__" / "fixtures" / "data" / "parquet"
OUT.mkdir(parents=True, exist_ok=True)

N = 10
table = pa.table(
    {
        "id": pa.array(range(1, N + 1), pa.int64()),
        "mass": pa.array([None if i == 3 else 3000.5 + i for i in range(N)], pa.float64()),
        "length": pa.array([180 + i for i in range(N)], pa.int32()),
        "male": pa.array([i % 2 == 0 for i in range(N)], pa.bool_()),
        "species": pa.array(["Adelie" if i < 5 else "Gentoo" for i in range(N)]).dictionary_encode(),
        "vector": pa.array([[i / 2, i + 1.0] for i in range(N)], pa.list_(pa.float32())),
        "seen": pa.array([datetime.date(2007, 11, 11 + i) for i in range(N)], pa.date32()),
        "at": pa.array(
            [datetime.datetime(2007, 11, 11, 12, i, tzinfo=datetime.timezone.utc) for i in range(N)],
            pa.timestamp("ms", tz="UTC"),
        ),
        "price": pa.array([Decimal(i) / 4 for i in range(N)], pa.decimal128(10, 2)),
    }
)
for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]:
    # Small row groups, so that a file has several.
    pq.write_table(table, OUT / f"{codec}.parquet", compression=codec, row_group_size=4)

pq.write_table(
    pa.table({"key": pa.array([1, 2**60], pa.int64()), "y": ["a", "b"]}), OUT / "large-int64.parquet"
)
pq.write_table(pa.table({"x": pa.array([{"a": 1}, {"a": 2}])}), OUT / "struct.parquet")
pq.write_table(table.slice(0, 0), OUT / "no-rows.parquet")

good = (OUT / "none.parquet").read_bytes()
(OUT / "truncated.parquet").write_bytes(good[: len(good) // 2])
# The first page of the column "length" in the second row group is overwritten.
chunk = pq.ParquetFile(OUT / "none.parquet").metadata.row_group(1).column(2)
at = chunk.dictionary_page_offset or chunk.data_page_offset
(OUT / "bad-page.parquet").write_bytes(good[:at] + b"\xff" * 24 + good[at + 24 :])
