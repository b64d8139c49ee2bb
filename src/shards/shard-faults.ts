import type { ShardBlob } from "./blob";

/** Why these blobs are not one run, each shard of it once; empty where they are. */
export function findShardFaults(blobs: readonly ShardBlob[]): string[] {
  const [first] = blobs as [ShardBlob];
  const { total } = first.shard;
  if (blobs.some(({ shard }) => shard.total !== total)) {
    const totals = [...new Set(blobs.map(({ shard }) => shard.total))].sort((a, b) => a - b);
    return [`the blobs are of runs with ${totals.join(" and ")} shards`];
  }
  const count = (index: number) => blobs.filter(({ shard }) => shard.index === index).length;
  const indexes = Array.from({ length: total }, (_, i) => i + 1);
  const missing = indexes.filter((index) => count(index) === 0);
  const doubled = indexes.filter((index) => count(index) > 1);
  const strange = blobs.filter(({ fingerprint }) => fingerprint !== first.fingerprint);
  return [
    ...(missing.length > 0 ? [`${name(missing)} of ${total} ${be(missing)} missing`] : []),
    ...(doubled.length > 0
      ? [`${name(doubled)} of ${total} ${be(doubled)} there more than once`]
      : []),
    ...(strange.length > 0
      ? [
          `${name(strange.map(({ shard }) => shard.index))} of ${total} had another config, seed or version than shard ${first.shard.index}`,
        ]
      : []),
  ];
}

function name(indexes: readonly number[]): string {
  return `${indexes.length === 1 ? "shard" : "shards"} ${indexes.join(", ")}`;
}

function be(indexes: readonly number[]): string {
  return indexes.length === 1 ? "is" : "are";
}
