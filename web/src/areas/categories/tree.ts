/** The categories as a tree. */
import type { StaffCategory } from "@/api/generated/types.gen";
import type { Branch } from "@/kit/sort/tree";

/** Pure: the rows of the API, in its order, as branches. */
export function treeOf(rows: readonly StaffCategory[]): Branch[] {
  const below = (parent: string | null): Branch[] =>
    rows
      .filter((row) => row.parent_id === parent)
      .map((row) => ({ id: row.id, label: row.name, children: below(row.id) }));
  return below(null);
}

/** Pure: the ids of a category and all below it. */
export function branchOf(rows: readonly StaffCategory[], id: string): Set<string> {
  const found = new Set([id]);
  for (const row of rows) if (row.parent_id && found.has(row.parent_id)) found.add(row.id);
  return found;
}
