/** What to say of a measure that rests on so many streams whose tokens the server did not count. */
export function estimateNote(streams: number): string[] {
  return streams === 0
    ? []
    : [
        `estimated: ${streams} streams did not say how many tokens they have, and their pieces were counted`,
      ];
}
