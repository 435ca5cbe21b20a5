/** Pure: per cent of a limit, at most 100; a limit of nothing is full. */
export function share(used: number, most: number): number {
  return most === 0 ? 100 : Math.min(100, Math.round((used * 100) / most));
}
