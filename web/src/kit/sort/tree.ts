/** Pure: a tree as lines with depths, and the moves that people make in it. */

export interface Branch {
  id: string;
  label: string;
  children: readonly Branch[];
}

/** A line of a tree. A line's parent is the nearest line above that is one less deep. */
export interface Line {
  id: string;
  label: string;
  depth: number;
}

export interface Place {
  id: string;
  /** Null: at the top. */
  parent: string | null;
  /** Among its siblings, from 0. */
  position: number;
}

export function toLines(
  branches: readonly Branch[],
  closed: ReadonlySet<string> = new Set(),
  depth = 0,
): Line[] {
  return branches.flatMap((branch) => [
    { id: branch.id, label: branch.label, depth },
    ...(closed.has(branch.id) ? [] : toLines(branch.children, closed, depth + 1)),
  ]);
}

/** How many lines a line and all below it take. */
export function sizeOf(lines: readonly Line[], at: number): number {
  const depth = lines[at]?.depth ?? 0;
  let end = at + 1;
  while (end < lines.length && (lines[end]?.depth ?? 0) > depth) end += 1;
  return end - at;
}

export function placeOf(lines: readonly Line[], id: string): Place {
  const at = lines.findIndex((line) => line.id === id);
  const depth = lines[at]?.depth ?? 0;
  let position = 0;
  for (let above = at - 1; above >= 0; above -= 1) {
    const line = lines[above];
    if (line === undefined || line.depth < depth) return { id, parent: line?.id ?? null, position };
    if (line.depth === depth) position += 1;
  }
  return { id, parent: null, position };
}

/**
 * The lines with `id` and all below it taken out and put before line `to` of what remains, as deep as wanted and possible:
 * at most one deeper than the line above, at least as deep as the line below.
 */
export function moveTo(
  lines: readonly Line[],
  id: string,
  to: number,
  depth: number,
  deepest: number,
): Line[] {
  const at = lines.findIndex((line) => line.id === id);
  if (at < 0) return [...lines];
  const size = sizeOf(lines, at);
  const taken = lines.slice(at, at + size);
  const rest = [...lines.slice(0, at), ...lines.slice(at + size)];
  const place = Math.max(0, Math.min(to, rest.length));
  const own = taken[0]?.depth ?? 0;
  const height = Math.max(...taken.map((line) => line.depth)) - own;
  const most = Math.min((rest[place - 1]?.depth ?? -1) + 1, deepest - height);
  const least = Math.min(rest[place]?.depth ?? 0, most);
  const next = Math.max(least, Math.min(depth, most));
  const moved = taken.map((line) => ({ ...line, depth: line.depth - own + next }));
  return [...rest.slice(0, place), ...moved, ...rest.slice(place)];
}

export type Step = "up" | "down" | "in" | "out";

/** One step by the keyboard. */
export function step(lines: readonly Line[], id: string, way: Step, deepest: number): Line[] {
  const at = lines.findIndex((line) => line.id === id);
  const depth = lines[at]?.depth ?? 0;
  if (way === "in") return moveTo(lines, id, at, depth + 1, deepest);
  if (way === "out") {
    const next = moveTo(lines, id, at, depth - 1, deepest);
    return placeOf(next, id).parent === placeOf(lines, id).parent ? outAfter(lines, id, deepest) : next;
  }
  if (way === "up") return moveTo(lines, id, at - 1, depth, deepest);
  return moveTo(lines, id, at + 1, depth, deepest);
}

/** Out of its parent when siblings follow: behind them. */
function outAfter(lines: readonly Line[], id: string, deepest: number): Line[] {
  const at = lines.findIndex((line) => line.id === id);
  const depth = lines[at]?.depth ?? 0;
  if (depth === 0) return [...lines];
  let end = at + sizeOf(lines, at);
  while (end < lines.length && (lines[end]?.depth ?? 0) >= depth) end += 1;
  return moveTo(lines, id, end - sizeOf(lines, at), depth - 1, deepest);
}
