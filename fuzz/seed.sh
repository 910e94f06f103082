#!/bin/sh
# Seeds for the fuzz targets, from the real text: a file for each `when`, and each programme as it is.
set -eu
cd "$(dirname "$0")/.."
mkdir -p fuzz/corpus/expression fuzz/corpus/load
number=0
sed -n 's/^when = "\(.*\)"$/\1/p' spine/programmes/*.toml areas/*/programmes/*.toml | sort -u | while IFS= read -r when; do
    number=$((number + 1))
    printf '%s' "$when" > "fuzz/corpus/expression/real-$number"
done
number=0
sed -n 's/.*expr = "\([^"]*\)".*/\1/p; s/.*example(.*"\([^"]*\)", r#.*/\1/p' crates/policy/src/expression/vectors.toml \
    crates/policy/src/expression/operations/table.rs | while IFS= read -r expression; do
    number=$((number + 1))
    printf '%s' "$expression" > "fuzz/corpus/expression/table-$number"
done
cp spine/programmes/*.toml areas/*/programmes/*.toml fuzz/corpus/load/
