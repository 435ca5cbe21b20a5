import { ActionIcon, Menu } from "@mantine/core";
import { IconChevronDown, IconHome, IconTrash, IconUsers } from "@tabler/icons-react";
import { useKitWords } from "../words";
import type { KeptView } from "./views";

interface ViewMenuProps {
  view: KeptView;
  mayShare: boolean;
  change: (to: { is_default?: boolean; is_shared?: boolean }) => void;
  remove: () => void;
}

/** What can be done with a saved view. */
export function ViewMenu({ view, mayShare, change, remove }: ViewMenuProps) {
  const t = useKitWords();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size="xs" aria-label={t("viewMenu", { name: view.label })}>
          <IconChevronDown size={13} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconHome size={15} />}
          onClick={() => change({ is_default: !view.isDefault })}
        >
          {view.isDefault ? t("openOtherwise") : t("openWithView")}
        </Menu.Item>
        {mayShare ? (
          <Menu.Item
            leftSection={<IconUsers size={15} />}
            onClick={() => change({ is_shared: !view.isShared, is_default: false })}
          >
            {view.isShared ? t("unshareView") : t("shareView")}
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={remove}>
          {t("deleteView")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
