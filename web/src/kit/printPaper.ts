/**
 * Printing a paper of the API (PDF): it opens in a tab of its own, where the browser shows and prints it.
 *
 *     printPaper("/orders/packing-slips.pdf", { order: ids });
 *     printPaper(`/fulfillments/${id}/label.pdf`);
 *
 * What a browser cannot show (a label for a label printer) it saves as a file. To be called where somebody clicked: a browser
 * opens no tab otherwise.
 */
import { presented } from "@/api/credentials";

export function printPaper(path: string, query: Record<string, readonly string[]> = {}): void {
  window.open(paperAddress(path, query), "_blank", "noopener");
}

/** Where the API has this paper, for the company of this window and in the reader's language. */
export function paperAddress(path: string, query: Record<string, readonly string[]> = {}): string {
  const { tenant, language } = presented();
  const asked = new URLSearchParams(
    Object.entries(query).flatMap(([name, values]) => values.map((value) => [name, value])),
  );
  asked.append("locale", language);
  return `/api/tenants/${tenant}/admin${path}?${asked}`;
}
