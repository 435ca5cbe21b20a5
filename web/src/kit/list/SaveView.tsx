import { Button, Checkbox, Popover, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useKitWords } from "../words";
import classes from "./list.module.css";

interface SaveViewProps {
  mayShare: boolean;
  save: (label: string, isShared: boolean) => void;
}

/** Keep what the list shows now, under a name. */
export function SaveView({ mayShare, save }: SaveViewProps) {
  const t = useKitWords();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [isShared, setShared] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus position="bottom-start">
      <Popover.Target>
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconPlus size={14} />}
          onClick={() => setOpen(!isOpen)}
        >
          {t("saveView")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) save(name.trim(), isShared);
            setOpen(false);
            setName("");
            setShared(false);
          }}
        >
          <div className={classes.inline}>
            <TextInput
              label={t("viewName")}
              value={name}
              maxLength={80}
              required
              data-autofocus
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit">{t("save")}</Button>
          </div>
          {mayShare ? (
            <Checkbox
              mt={10}
              label={t("shareView")}
              checked={isShared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          ) : null}
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
