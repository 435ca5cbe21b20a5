import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { IconCheck, IconColumns3 } from "@tabler/icons-react";
import { useKitWords } from "../words";
import type { Column } from "./types";

interface ColumnMenuProps<T> {
  columns: readonly Column<T>[];
  isShown: (column: Column<T>) => boolean;
  toggle: (column: Column<T>) => void;
  reset: () => void;
}

/** What the list shows. */
export function ColumnMenu<T>({ columns, isShown, toggle, reset }: ColumnMenuProps<T>) {
  const t = useKitWords();
  return (
    <Menu closeOnItemClick={false} width={220}>
      <Menu.Target>
        <Tooltip label={t("columnsHelp")}>
          <ActionIcon variant="default" size={32} aria-label={t("columns")}>
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("columns")}</Menu.Label>
        {columns
          .filter((column) => !column.fixed)
          .map((column) => (
            <Menu.Item
              key={column.key}
              role="menuitemcheckbox"
              aria-checked={isShown(column)}
              onClick={() => toggle(column)}
              rightSection={isShown(column) ? <IconCheck size={16} aria-hidden /> : null}
            >
              {column.title}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={reset}>{t("columnsReset")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
