import { Table } from "@mantine/core";
import classes from "./Diff.module.css";
import { useKitWords } from "./words";

interface DiffProps {
  before: Readonly<Record<string, unknown>> | null | undefined;
  after: Readonly<Record<string, unknown>> | null | undefined;
  /** How fields are called; their own names otherwise. */
  labels?: Readonly<Record<string, string>>;
}

/** What a change changed: one line a field, before and after. */
export function Diff({ before, after, labels = {} }: DiffProps) {
  const t = useKitWords();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return (
    <Table verticalSpacing={6} className={classes.diff}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("conflictField")}</Table.Th>
          <Table.Th>{t("was")}</Table.Th>
          <Table.Th>{t("is")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {names.map((name) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{labels[name] ?? name}</Table.Th>
            <Table.Td>
              <del className={classes.was}>{plainValue(before?.[name]) || t("empty")}</del>
            </Table.Td>
            <Table.Td>
              <ins className={classes.is}>{plainValue(after?.[name]) || t("empty")}</ins>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** Pure: a value of the API in a line of text. */
export function plainValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (Array.isArray(value)) return value.map(plainValue).join(", ");
  if (typeof value === "object") {
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${plainValue(one)}`)
      .join("; ");
  }
  return String(value);
}
