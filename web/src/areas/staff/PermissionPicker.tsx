import { Alert, Checkbox, Group, Skeleton, Text, TextInput, Tooltip } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { Permission } from "@/api/generated/types.gen";
import { grouped, matching } from "./permissions";
import classes from "./staff.module.css";
import { useVocabulary } from "./vocabulary";
import { useStaffWords } from "./words";

interface PermissionPickerProps {
  chosen: readonly string[];
  /** Without it, for reading. */
  change?: (chosen: string[]) => void;
  error?: string | null;
}

/** Permissions in groups, to tick; those that one does not hold cannot be given. */
export function PermissionPicker({ chosen, change, error }: PermissionPickerProps) {
  const t = useStaffWords();
  const [typed, setTyped] = useState("");
  const all = useVocabulary();
  if (all.error) return <Alert color="red" role="alert" title={all.error.message} />;
  if (all.data === undefined) return <Skeleton height={240} />;
  const has = new Set(chosen);
  const found = matching(all.data, typed);
  function set(names: readonly string[], isOn: boolean): void {
    const next = new Set(chosen);
    for (const name of names) {
      if (isOn) next.add(name);
      else next.delete(name);
    }
    change?.([...next].sort());
  }
  return (
    <div className={classes.picker}>
      <div className={classes.pickerHead}>
        <TextInput
          aria-label={t("searchPermissions")}
          placeholder={t("searchPermissions")}
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") event.preventDefault();
          }}
        />
        <Text size="sm" c="dimmed" role="status">
          {t("chosen", { count: all.data.filter((one) => has.has(one.name)).length, all: all.data.length })}
        </Text>
      </div>
      {error ? (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      ) : null}
      {found.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noneFound")}
        </Text>
      ) : null}
      {grouped(found).map((group) => {
        const names = group.permissions.filter((one) => one.is_held).map((one) => one.name);
        const on = names.filter((name) => has.has(name)).length;
        return (
          <fieldset key={group.id} className={classes.pickerGroup}>
            <legend>
              {change && names.length > 1 ? (
                <Checkbox
                  label={<strong>{group.name}</strong>}
                  checked={on === names.length}
                  indeterminate={on > 0 && on < names.length}
                  onChange={() => set(names, on < names.length)}
                />
              ) : (
                group.name
              )}
            </legend>
            <div className={classes.pickerNames}>
              {group.permissions.map((permission) => (
                <One
                  key={permission.name}
                  permission={permission}
                  isOn={has.has(permission.name)}
                  change={change ? (isOn) => set([permission.name], isOn) : null}
                />
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}

interface OneProps {
  permission: Permission;
  isOn: boolean;
  change: ((isOn: boolean) => void) | null;
}

function One({ permission, isOn, change }: OneProps) {
  const t = useStaffWords();
  const isBeyond = change !== null && !permission.is_held;
  return (
    <Tooltip label={t("notHeld")} disabled={!isBeyond}>
      <Group wrap="nowrap" align="flex-start">
        <Checkbox
          label={permission.description}
          description={permission.name}
          checked={isOn}
          disabled={isBeyond}
          readOnly={change === null}
          aria-readonly={change === null}
          onChange={(event) => change?.(event.currentTarget.checked)}
        />
      </Group>
    </Tooltip>
  );
}
