import { Skeleton, Table } from "@mantine/core";
import type { ReactNode } from "react";
import { EmptyState } from "./EmptyState";
import { Failure } from "./Failure";
import classes from "./Rows.module.css";
import { Section } from "./Section";
import { Skeletons } from "./Skeletons";

/** Narrower than this, in pixels, the table is scrolled. */
const LEAST = 560;
const COLUMN = 88;

interface RowsProps<T> {
  title: string;
  about?: ReactNode;
  acts?: ReactNode;
  /** What was answered; undefined while it is under way. */
  rows: readonly T[] | undefined;
  /** Why there is no answer, and how to ask again. */
  error?: Error | null;
  again?: () => void;
  empty: string;
  emptyHelp?: string;
  /** Names of the columns; all but the first `words` hold figures. */
  columns: readonly string[];
  words?: number;
  keyOf: (row: T) => string;
  cells: (row: T) => readonly ReactNode[];
  minWidth?: number;
}

/** A section with a table of figures; the first column says of what. With what stands there when there is nothing yet. */
export function Rows<T>(props: RowsProps<T>) {
  const { title, about, acts, rows, error, again, columns, words = 1 } = props;
  if (error && rows === undefined) {
    return (
      <Section title={title}>
        <Failure error={error} {...(again ? { again } : {})} />
      </Section>
    );
  }
  if (rows?.length === 0) {
    return (
      <Section title={title} about={about} acts={acts}>
        <EmptyState title={props.empty} text={props.emptyHelp ?? ""} />
      </Section>
    );
  }
  return (
    <Section title={title} about={about} acts={acts} flush>
      {rows === undefined ? (
        <Skeletons>
          <Skeleton height={220} />
        </Skeletons>
      ) : (
        <Table.ScrollContainer
          minWidth={props.minWidth ?? Math.max(LEAST, COLUMN * columns.length)}
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
                    className={place < words ? undefined : classes.figure}
                  >
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={props.keyOf(row)}>
                  {props.cells(row).map((cell, place) =>
                    place === 0 ? (
                      <Table.Th key={columns[place]} scope="row" pl={16} fw={500}>
                        {cell}
                      </Table.Th>
                    ) : (
                      <Table.Td key={columns[place]} className={place < words ? undefined : classes.figure}>
                        {cell}
                      </Table.Td>
                    ),
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}
