import { ActionIcon, Select, Stack } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./promotions.module.css";
import { usePromotionWords } from "./words";

interface RowProps {
  label: string;
  kinds: readonly { value: string; label: string }[];
  kind: string;
  become: (kind: string) => void;
  remove: (() => void) | null;
  disabled: boolean;
  children: ReactNode;
}

/** A line of the sentence: what it is, and what it needs to know. */
export function Row({ label, kinds, kind, become, remove, disabled, children }: RowProps) {
  const t = usePromotionWords();
  return (
    <fieldset className={classes.row} aria-label={label}>
      <Stack gap={10}>
        <div className={classes.head}>
          <Select
            aria-label={label}
            data={kinds}
            value={kind}
            allowDeselect={false}
            disabled={disabled}
            onChange={(value) => value && become(value)}
          />
          {remove && !disabled ? (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("remove")} onClick={remove}>
              <IconX size={16} />
            </ActionIcon>
          ) : null}
        </div>
        {children}
      </Stack>
    </fieldset>
  );
}
