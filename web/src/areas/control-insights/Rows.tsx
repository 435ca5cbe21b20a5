import { Table } from "@mantine/core";
import type { ReactNode } from "react";
import { EmptyState } from "@/kit/EmptyState";
import { Section } from "@/kit/Section";
import classes from "./insights.module.css";

interface RowsProps<T> {
  title: string;
  about: string;
  rows: readonly T[];
  empty: string;
  columns: readonly string[];
  keyOf: (row: T) => string;
  cells: (row: T) => readonly ReactNode[];
}

/** A section with a table of figures; the first column says of what. */
export function Rows<T>({ title, about, rows, empty, columns, keyOf, cells }: RowsProps<T>) {
  if (rows.length === 0) {
    return (
      <Section title={title} about={about}>
        <EmptyState title={empty} text="" />
      </Section>
    );
  }
  return (
    <Section title={title} about={about} flush>
      <Table.ScrollContainer
        minWidth={Math.max(480, 88 * columns.length)}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table>
          <Table.Thead>
            <Table.Tr>
              {columns.map((name, place) => (
                <Table.Th
                  key={name}
                  scope="col"
                  pl={place === 0 ? 16 : undefined}
                  className={place === 0 ? undefined : classes.figure}
                >
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={keyOf(row)}>
                {cells(row).map((cell, place) =>
                  place === 0 ? (
                    <Table.Th
                      key={columns[place]}
                      scope="row"
                      pl={16}
                      fw={500}
                      style={{ whiteSpace: "nowrap" }}
                    >
                      {cell}
                    </Table.Th>
                  ) : (
                    <Table.Td key={columns[place]} className={classes.figure}>
                      {cell}
                    </Table.Td>
                  ),
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
