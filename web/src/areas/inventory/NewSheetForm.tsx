import { Button, Checkbox, Group, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminCreateCountSheet, adminListCountSheets } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { useGo } from "@/app/here";
import { asOptions, usePlaces } from "./places";
import { useInventoryWords } from "./words";

type Scope = "all" | "low" | "skus";

/** What to count, and where. */
export function NewSheetForm({ skus }: { skus: readonly string[] }) {
  const t = useInventoryWords();
  const go = useGo();
  const places = usePlaces("inventory:write");
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>(skus.length > 0 ? "skus" : "all");
  const [isBlind, setBlind] = useState(false);
  const location = chosen ?? places?.[0]?.id ?? null;
  const create = useWrite(adminCreateCountSheet, {
    changes: [adminListCountSheets],
    done: (made) => go(`/inventory/counts/${made.sheet.id}`, { replace: true }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (location === null) return;
        create.mutate({
          body: {
            location_id: location,
            name,
            scope,
            skus: scope === "skus" ? [...skus] : [],
            is_blind: isBlind,
          },
        });
      }}
    >
      <Stack>
        <Select
          label={t("location")}
          data={asOptions(places)}
          value={location}
          onChange={setChosen}
          allowDeselect={false}
        />
        <Radio.Group
          label={t("what")}
          value={scope}
          onChange={(value) => setScope(value as Scope)}
          error={create.error?.message}
        >
          <Stack gap={8} mt={8}>
            {skus.length > 0 ? <Radio value="skus" label={t("scopeSkus", { count: skus.length })} /> : null}
            <Radio value="all" label={t("scopeAll")} />
            <Radio value="low" label={t("scopeLow")} />
          </Stack>
        </Radio.Group>
        <TextInput
          label={t("countName")}
          description={t("countNameHelp")}
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox
          label={t("blind")}
          checked={isBlind}
          onChange={(event) => setBlind(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            {t("make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
