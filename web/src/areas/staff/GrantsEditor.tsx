import { ActionIcon, Button, Checkbox, MultiSelect, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { adminListRoles } from "@/api/generated/sdk.gen";
import type { Role } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { complaintOf, type Draft, NOTHING, permissionsOf } from "./drafts";
import { Gives } from "./Gives";
import { type Places, usePlaces } from "./places";
import classes from "./staff.module.css";
import { useStaffWords } from "./words";

interface GrantsEditorProps {
  drafts: readonly Draft[];
  change: (drafts: Draft[]) => void;
  /** Say what is missing: after the first attempt to send. */
  isStrict: boolean;
  disabled?: boolean;
}

/** Somebody's roles, a line each, and where each holds. */
export function GrantsEditor({ drafts, change, isStrict, disabled = false }: GrantsEditorProps) {
  const t = useStaffWords();
  const roles = useRead(adminListRoles, {});
  const places = usePlaces();
  const known = roles.data ?? [];
  const put = (place: number, next: Draft) =>
    change(drafts.map((draft, index) => (index === place ? next : draft)));
  return (
    <Stack gap="sm">
      {drafts.map((draft, index) => (
        <Line
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          key={index}
          draft={draft}
          roles={known}
          places={places}
          change={(next) => put(index, next)}
          remove={drafts.length > 1 ? () => change(drafts.filter((_, other) => other !== index)) : null}
          isStrict={isStrict}
          disabled={disabled}
        />
      ))}
      {disabled ? null : (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          className={classes.add}
          onClick={() => change([...drafts, NOTHING])}
        >
          {t("addRole")}
        </Button>
      )}
      <Gives permissions={permissionsOf(drafts, known)} />
    </Stack>
  );
}

interface LineProps {
  draft: Draft;
  roles: readonly Role[];
  places: Places;
  change: (draft: Draft) => void;
  remove: (() => void) | null;
  isStrict: boolean;
  disabled: boolean;
}

function Line({ draft, roles, places, change, remove, isStrict, disabled }: LineProps) {
  const t = useStaffWords();
  const complaint = isStrict ? complaintOf(draft) : null;
  const role = roles.find((one) => one.id === draft.role);
  const hasPlaces = places.stores.length > 1 || places.locations.length > 1 || draft.isLimited;
  const option = (one: Role) => ({
    value: one.id,
    label: one.may_grant ? one.name : t("beyond", { role: one.name }),
    disabled: !one.may_grant && one.id !== draft.role,
  });
  const own = roles.filter((one) => !one.is_builtin).map(option);
  return (
    <div className={classes.grant}>
      <div className={classes.grantRole}>
        <Select
          label={t("role")}
          placeholder={t("chooseRole")}
          data={[
            { group: t("builtin"), items: roles.filter((one) => one.is_builtin).map(option) },
            ...(own.length > 0 ? [{ group: t("own"), items: own }] : []),
          ]}
          value={draft.role || null}
          onChange={(value) =>
            change({ ...draft, role: value ?? "", isLimited: value !== "owner" && draft.isLimited })
          }
          description={role?.description}
          inputWrapperOrder={["label", "input", "description", "error"]}
          error={complaint === "roleNeeded" ? t(complaint) : null}
          allowDeselect={false}
          searchable={roles.length > 10}
          disabled={disabled}
        />
        {remove && !disabled ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t("removeRole")}${role ? `: ${role.name}` : ""}`}
            onClick={remove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        ) : null}
      </div>
      {hasPlaces && draft.role !== "owner" ? (
        <Checkbox
          label={t("onlyIn")}
          checked={draft.isLimited}
          onChange={(event) => change({ ...draft, isLimited: event.currentTarget.checked })}
          disabled={disabled}
        />
      ) : null}
      {draft.isLimited ? (
        <div className={classes.places}>
          <MultiSelect
            label={t("stores")}
            placeholder={draft.stores.length === 0 ? t("allStores") : ""}
            data={withUnknown(places.stores, draft.stores, places)}
            value={draft.stores}
            onChange={(stores) => change({ ...draft, stores })}
            disabled={disabled}
            error={complaint === "placeNeeded"}
            searchable
          />
          <MultiSelect
            label={t("locations")}
            placeholder={draft.locations.length === 0 ? t("allLocations") : ""}
            data={withUnknown(places.locations, draft.locations, places)}
            value={draft.locations}
            onChange={(locations) => change({ ...draft, locations })}
            disabled={disabled}
            error={complaint === "placeNeeded"}
            searchable
          />
          {complaint === "placeNeeded" ? (
            <Text size="xs" c="var(--mantine-color-error)">
              {t(complaint)}
            </Text>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** Places that are chosen and that the reader does not see stay in the list, without their names. */
function withUnknown(known: Places["stores"], chosen: readonly string[], places: Places) {
  const ids = new Set(known.map((place) => place.value));
  return [
    ...known,
    ...chosen.filter((id) => !ids.has(id)).map((id) => ({ value: id, label: places.nameOf(id) })),
  ];
}
