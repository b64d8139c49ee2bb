import { TRAFFIC_STAGES } from "../suites/load/stages";
import type { ShardBlob, ShardLoad } from "./blob";

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
  const judged = JSON.stringify(blobs.find(({ load }) => load !== null)?.load?.config);
  // The fingerprint says what was sent; what it is judged by is held against it once more.
  const strange = blobs.filter(
    ({ fingerprint, load }) =>
      fingerprint !== first.fingerprint ||
      (load !== null && JSON.stringify(load.config) !== judged),
  );
  const incomplete = Object.keys(TRAFFIC_STAGES).flatMap((stage) => {
    const without = blobs.filter((blob) => !hasPart(blob, stage as SharedStage));
    return without.length === 0
      ? []
      : [
          `${name(without.map(({ shard }) => shard.index))} of ${total} ${have(without)} no part of ${stage}`,
        ];
  });
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
    ...incomplete,
  ];
}

type SharedStage = keyof ShardLoad["config"];

/** One part of each stage that is asked for, and none of another. A shard without a load says why elsewhere. */
function hasPart({ load }: ShardBlob, stage: SharedStage): boolean {
  if (load === null) return true;
  const parts = load.stages.filter(({ name }) => name === stage).length;
  return parts === (load.config[stage] === null ? 0 : 1);
}

function have(blobs: readonly ShardBlob[]): string {
  return blobs.length === 1 ? "has" : "have";
}

function name(indexes: readonly number[]): string {
  return `${indexes.length === 1 ? "shard" : "shards"} ${indexes.join(", ")}`;
}

function be(indexes: readonly number[]): string {
  return indexes.length === 1 ? "is" : "are";
}
