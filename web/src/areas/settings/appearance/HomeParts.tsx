import { ActionIcon, Switch } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { moved } from "../parts/lists";
import { saidOf, useSettingsWords } from "../words";
import classes from "./appearance.module.css";

const PARTS = ["categories", "collections", "newest", "best", "reduced", "promises"] as const;

interface HomePartsProps {
  value: readonly string[];
  disabled: boolean;
  onChange: (parts: string[]) => void;
}

/** What the home page shows below its banner, in which order. */
export function HomeParts({ value, disabled, onChange }: HomePartsProps) {
  const t = useSettingsWords();
  const rest = PARTS.filter((part) => !value.includes(part));
  return (
    <ul className={classes.parts}>
      {[...value, ...rest].map((part) => {
        const at = value.indexOf(part);
        const name = saidOf(t, `appearance.home.${part}`, part);
        return (
          <li key={part} className={classes.part}>
            <Switch
              label={name}
              checked={at >= 0}
              disabled={disabled}
              onChange={() => onChange(at >= 0 ? value.filter((one) => one !== part) : [...value, part])}
            />
            {at >= 0 ? (
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={disabled || at === 0}
                  aria-label={t("moveUp", { name })}
                  onClick={() => onChange(moved(value, at, at - 1))}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  disabled={disabled || at === value.length - 1}
                  aria-label={t("moveDown", { name })}
                  onClick={() => onChange(moved(value, at, at + 1))}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
              </>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
