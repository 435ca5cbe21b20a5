import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { controlListTenants } from "@/api/generated/sdk.gen";
import { usePages } from "@/api/query";
import { useSearchWords } from "@/app/here";
import { useMay } from "@/app/may";
import { useControlPolicyWords } from "./words";

/** For whom is decided: everybody, or one merchant. The choice is in the address. */
export function MerchantChoice({ tenant, name }: { tenant: string | undefined; name: string | undefined }) {
  const t = useControlPolicyWords();
  const may = useMay("tenants:read");
  const [, change] = useSearchWords();
  const [typed, setTyped] = useState("");
  const [asked] = useDebouncedValue(typed, 250);
  const q = asked === name || asked === t("everybody") ? "" : asked;
  const found = usePages(controlListTenants, { query: { q, limit: 10 } }, { enabled: may });
  if (!may) return null;
  const merchants = (found.items ?? []).map((one) => ({ value: one.id, label: one.name }));
  const known = tenant !== undefined && !merchants.some((one) => one.value === tenant);
  return (
    <Select
      label={t("merchant")}
      maw={360}
      searchable
      allowDeselect={false}
      value={tenant ?? "everybody"}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={[
        { value: "everybody", label: t("everybody") },
        ...(known ? [{ value: tenant, label: name ?? tenant }] : []),
        ...merchants,
      ]}
      onChange={(value) => change({ tenant: value === "everybody" ? undefined : (value ?? undefined) })}
    />
  );
}
