/** How many connections a transport has opened. */
export class ConnectionCounts {
  opened = 0;
  private open = 0;
  private mostOpen = 0;

  connected(): void {
    this.opened += 1;
    this.open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.open);
  }

  disconnected(): void {
    this.open -= 1;
  }

  /** Those that would not have been needed, had none been closed. */
  get reopened(): number {
    return this.opened - this.mostOpen;
  }
}
