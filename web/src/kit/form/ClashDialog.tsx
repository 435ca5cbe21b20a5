import { Button, Group, Modal, SegmentedControl, Table, Text } from "@mantine/core";
import { useState } from "react";
import { plainValue } from "../Diff";
import { useKitWords } from "../words";
import { changedFields } from "./differences";
import type { Clash, RecordState } from "./useRecord";

interface ClashDialogProps<T extends object> {
  record: RecordState<T>;
  clash: Clash<T>;
}

/** Two people changed one record: both versions beside each other, a choice for each field. */
export function ClashDialog<T extends object>({ record, clash }: ClashDialogProps<T>) {
  const t = useKitWords();
  const [takesTheirs, setTakesTheirs] = useState<readonly string[]>([]);
  const fields = clash.contested.length > 0 ? clash.contested : changedFields(clash.theirs, clash.merged);
  const choose = (name: string, side: string) =>
    setTakesTheirs((before) =>
      side === "theirs" ? [...before, name] : before.filter((one) => one !== name),
    );

  function chosen(): T {
    const values = { ...clash.merged };
    for (const name of fields) if (takesTheirs.includes(name)) values[name] = clash.theirs[name];
    return values;
  }

  return (
    <Modal opened onClose={record.dropClash} title={t("conflictTitle")} size="xl">
      <Text mb="md">{t("conflictHelp")}</Text>
      <Table.ScrollContainer minWidth={480}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("conflictField")}</Table.Th>
              <Table.Th>{t("mine")}</Table.Th>
              <Table.Th>{t("theirs")}</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {fields.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{record.labels[name] ?? name}</Table.Th>
                <Table.Td>{plainValue(clash.merged[name]) || t("empty")}</Table.Td>
                <Table.Td>{plainValue(clash.theirs[name]) || t("empty")}</Table.Td>
                <Table.Td>
                  <SegmentedControl
                    aria-label={record.labels[name] ?? name}
                    value={takesTheirs.includes(name) ? "theirs" : "mine"}
                    onChange={(side) => choose(name, side)}
                    data={[
                      { value: "mine", label: t("keepMine") },
                      { value: "theirs", label: t("takeTheirs") },
                    ]}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={record.dropClash}>
          {t("cancel")}
        </Button>
        <Button loading={record.isSaving} onClick={() => void record.resolve(chosen())}>
          {t("conflictSave")}
        </Button>
      </Group>
    </Modal>
  );
}
