import { Button, Menu, Text } from "@mantine/core";
import { IconBuildingStore, IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useMe } from "../may";
import { chooseStore, useStore } from "../store";
import { useShellWords } from "../words.shell";
import classes from "./StoreMenu.module.css";

/** For whom one works now. With one store there is nothing to choose. */
export default function StoreMenu() {
  const t = useShellWords();
  const { stores } = useMe();
  const chosen = useStore();
  if (stores.length < 2) return null;
  return (
    <Menu width={240}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          className={classes.target}
          leftSection={<IconBuildingStore size={16} />}
          rightSection={<IconChevronDown size={14} />}
          aria-label={`${t("store")}: ${chosen?.name ?? t("allStores")}`}
        >
          <span className={classes.name}>{chosen?.name ?? t("allStores")}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="xs" c="dimmed" px={10} py={6}>
          {t("storeHelp")}
        </Text>
        {[null, ...stores].map((store) => (
          <Menu.Item
            key={store?.id ?? "all"}
            onClick={() => chooseStore(store?.id ?? null)}
            rightSection={(store?.id ?? null) === (chosen?.id ?? null) ? <IconCheck size={16} /> : null}
          >
            {store?.name ?? t("allStores")}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
