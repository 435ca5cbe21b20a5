/** Printing what goes with orders. */
import { printPaper } from "@/kit/printPaper";

/** Packing slips, each parcel on paper of its own. */
export function printSlips(ids: readonly string[]): void {
  printPaper("/orders/packing-slips.pdf", { order: ids });
}

/** What to fetch from the shelves for these orders together. */
export function printPickList(ids: readonly string[]): void {
  printPaper("/orders/pick-list.pdf", { order: ids });
}
