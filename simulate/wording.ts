/** As the table says it: 2.5 %. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

/** 10,000. */
export function whole(count: number): string {
  return count.toLocaleString("en");
}
