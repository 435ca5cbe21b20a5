/** Pure: tables as spreadsheets put them on the clipboard, and where their cells go. */

/** Rows of cells: tabs between cells, line breaks between rows; a cell in quotes may hold both, and `""` is a quote. */
export function parseTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let at = 0;
  let isQuoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (at < source.length) {
    const sign = source[at] ?? "";
    if (isQuoted) {
      if (sign === '"' && source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') isQuoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === "\t") {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else cell += sign;
    at += 1;
  }
  rows.push([...row, cell]);
  return rows.map((cells) => cells.map((one) => one.trim()));
}

export interface Placed {
  row: number;
  column: number;
  text: string;
}

/**
 * Which text goes into which cell when a table is pasted at `row`, `column`. What would stand beyond the last row or column
 * is dropped, and counted.
 */
export function spread(
  table: readonly (readonly string[])[],
  at: { row: number; column: number },
  size: { rows: number; columns: number },
): { cells: Placed[]; dropped: number } {
  const cells: Placed[] = [];
  let dropped = 0;
  table.forEach((line, down) => {
    line.forEach((text, right) => {
      const place = { row: at.row + down, column: at.column + right, text };
      if (place.row < size.rows && place.column < size.columns) cells.push(place);
      else dropped += 1;
    });
  });
  return { cells, dropped };
}
