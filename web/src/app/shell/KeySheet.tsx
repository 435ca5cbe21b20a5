import { Modal, Table } from "@mantine/core";
import { useShortcuts } from "../keys";
import { useShellWords } from "../words.shell";
import { closePanel } from "./opened";

/** Every key that works on this screen. */
export default function KeySheet() {
  const t = useShellWords();
  const shortcuts = useShortcuts();
  const unique = [...new Map(shortcuts.map((one) => [one.keys, one])).values()];
  return (
    <Modal opened onClose={closePanel} title={t("shortcuts")} size="md">
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {unique.map((one) => (
            <Table.Tr key={one.keys}>
              <Table.Td>{one.label}</Table.Td>
              <Table.Td ta="right">
                {one.keys.split(" ").map((key) => (
                  <kbd key={key} style={{ marginLeft: 4 }}>
                    {key.replace("mod+", "Ctrl ")}
                  </kbd>
                ))}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
