import { Button, Group, Modal, Select, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { listCountries } from "@/api/generated/sdk.gen";
import type { Address } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import { useDraftWords } from "./words";

interface AddressDialogProps {
  before: Address | null;
  store: string;
  close: () => void;
  set: (address: Address) => void;
}

const FIELDS = ["name", "line1", "line2", "postal_code", "city", "region", "phone", "instructions"] as const;
type Typed = Record<(typeof FIELDS)[number], string>;

export function AddressDialog({ before, store, close, set }: AddressDialogProps) {
  const t = useDraftWords();
  const language = useLanguage();
  const countries = useRead(listCountries, {});
  const home = useStoreOf(store)?.country ?? "";
  const [country, setCountry] = useState(before?.country ?? home);
  const [typed, setTyped] = useState<Typed>(
    () => Object.fromEntries(FIELDS.map((name) => [name, before?.[name] ?? ""])) as Typed,
  );
  const names = new Intl.DisplayNames([language], { type: "region" });
  const codes = new Set([country, ...(countries.data ?? []).map((one) => one.code)].filter(Boolean));
  const field = (name: (typeof FIELDS)[number]) => ({
    label: t(name),
    value: typed[name],
    maxLength: name === "instructions" ? 500 : 200,
    onChange: (event: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: event.currentTarget.value }),
  });
  return (
    <Modal opened onClose={close} title={t("address")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (country) set({ ...before, ...typed, country });
        }}
      >
        <Stack gap={12}>
          <TextInput data-autofocus {...field("name")} />
          <TextInput {...field("line1")} />
          <TextInput {...field("line2")} />
          <SimpleGrid cols={2} spacing="sm">
            <TextInput {...field("postal_code")} />
            <TextInput {...field("city")} />
          </SimpleGrid>
          <TextInput {...field("region")} />
          <Select
            label={t("country")}
            searchable
            allowDeselect={false}
            value={country}
            data={[...codes]
              .map((code) => ({ value: code, label: names.of(code) ?? code }))
              .sort((one, other) => one.label.localeCompare(other.label, language))}
            onChange={(code) => setCountry(code ?? country)}
          />
          <TextInput type="tel" {...field("phone")} />
          <Textarea autosize {...field("instructions")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!country}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
