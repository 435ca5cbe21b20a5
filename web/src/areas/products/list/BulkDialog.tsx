import {
  Autocomplete,
  Button,
  Group,
  Modal,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { adminListAttributes, adminListCategories } from "@/api/generated/sdk.gen";
import type { BulkChange } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { may, useMe } from "@/app/may";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { useProductWords } from "../words";

export type BulkKind = "price" | "categories" | "stores" | "tags" | "attributes" | "tax_class" | "vendor";

interface BulkDialogProps {
  kind: BulkKind;
  /** How many products, in words. */
  count: string;
  isBusy: boolean;
  close: () => void;
  change: (wanted: BulkChange) => void;
}

/** What to change of many products. */
export function BulkDialog({ kind, count, isBusy, close, change }: BulkDialogProps) {
  const t = useProductWords();
  const [wanted, setWanted] = useState<BulkChange | null>(null);
  const Part = PARTS[kind];
  return (
    <Modal opened onClose={close} title={t(`bulk_${kind}`)} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (wanted !== null) change(wanted);
        }}
      >
        <Stack>
          <Part want={setWanted} />
          <Text size="sm" c="dimmed">
            {t("bulkFor", { count })}
          </Text>
          <Group justify="flex-end" gap={8}>
            <Button variant="default" onClick={close}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={wanted === null} loading={isBusy}>
              {t("applyChange")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps {
  want: (wanted: BulkChange | null) => void;
}

const PARTS: Record<BulkKind, (props: PartProps) => React.ReactNode> = {
  price: PricePart,
  categories: CategoriesPart,
  stores: StoresPart,
  tags: TagsPart,
  attributes: AttributePart,
  tax_class: TaxPart,
  vendor: VendorPart,
};

function PricePart({ want }: PartProps) {
  const t = useProductWords();
  const me = useMe();
  const mine = me.stores.filter((store) => may(me, "products:write", { store: store.id }));
  const [store, setStore] = useState(mine[0]?.id ?? "");
  const [mode, setMode] = useState("percent");
  const [percent, setPercent] = useState<number | string>("");
  const [amount, setAmount] = useState<number | null>(null);
  const [round, setRound] = useState<number | null>(null);
  const currency = mine.find((one) => one.id === store)?.currency ?? "EUR";
  const tell = (next: {
    store?: string;
    mode?: string;
    percent?: number | string;
    amount?: number | null;
    round?: number | null;
  }) => {
    const now = { store, mode, percent, amount, round, ...next };
    const shift =
      now.mode === "percent"
        ? { percent_hundredths: Math.round(Number(now.percent) * 100) }
        : { amount_minor: now.amount ?? 0 };
    const isSomething = Object.values(shift).some((value) => value !== 0 && Number.isFinite(value));
    want(
      isSomething && now.store
        ? { price: { store_id: now.store, ...shift, ...(now.round ? { round_to_minor: now.round } : {}) } }
        : null,
    );
  };
  return (
    <>
      <Select
        label={t("store")}
        data={mine.map((one) => ({ value: one.id, label: `${one.name} (${one.currency})` }))}
        value={store}
        allowDeselect={false}
        onChange={(next) => {
          setStore(next ?? "");
          tell({ store: next ?? "" });
        }}
      />
      <SegmentedControl
        value={mode}
        data={[
          { value: "percent", label: t("byPercent") },
          { value: "amount", label: t("byAmount") },
        ]}
        onChange={(next) => {
          setMode(next);
          tell({ mode: next });
        }}
      />
      {mode === "percent" ? (
        <NumberInput
          label={t("percentLabel")}
          description={t("percentHelp")}
          suffix=" %"
          decimalScale={2}
          min={-99}
          max={1000}
          value={percent}
          data-autofocus
          onChange={(next) => {
            setPercent(next);
            tell({ percent: next });
          }}
        />
      ) : (
        <MoneyInput
          label={t("amountLabel")}
          description={t("amountHelp")}
          currency={currency}
          value={amount}
          onChange={(next) => {
            setAmount(next);
            tell({ amount: next });
          }}
        />
      )}
      <MoneyInput
        label={t("roundTo")}
        description={t("roundHelp")}
        currency={currency}
        value={round}
        onChange={(next) => {
          setRound(next);
          tell({ round: next });
        }}
      />
    </>
  );
}

/** What to add and what to take away. */
function AddRemove({
  want,
  add,
  remove,
  data,
}: PartProps & {
  add: "add_categories" | "add_stores";
  remove: "remove_categories" | "remove_stores";
  data: { value: string; label: string }[];
}) {
  const t = useProductWords();
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const tell = (plus: string[], minus: string[]) =>
    want(
      plus.length + minus.length === 0
        ? null
        : { ...(plus.length ? { [add]: plus } : {}), ...(minus.length ? { [remove]: minus } : {}) },
    );
  return (
    <>
      <MultiSelect
        label={t("add")}
        data={data.filter((one) => !removed.includes(one.value))}
        value={added}
        searchable
        data-autofocus
        onChange={(next) => {
          setAdded(next);
          tell(next, removed);
        }}
      />
      <MultiSelect
        label={t("remove")}
        data={data.filter((one) => !added.includes(one.value))}
        value={removed}
        searchable
        onChange={(next) => {
          setRemoved(next);
          tell(added, next);
        }}
      />
    </>
  );
}

function CategoriesPart({ want }: PartProps) {
  const categories = useRead(adminListCategories, {});
  const data = (categories.data ?? []).map((one) => ({ value: one.id, label: one.path.join(" › ") }));
  return <AddRemove want={want} add="add_categories" remove="remove_categories" data={data} />;
}

function StoresPart({ want }: PartProps) {
  const me = useMe();
  const data = me.stores
    .filter((store) => may(me, "products:write", { store: store.id }))
    .map((store) => ({ value: store.id, label: store.name }));
  return <AddRemove want={want} add="add_stores" remove="remove_stores" data={data} />;
}

function TagsPart({ want }: PartProps) {
  const t = useProductWords();
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const tell = (plus: string[], minus: string[]) =>
    want(plus.length + minus.length === 0 ? null : { add_tags: plus, remove_tags: minus });
  return (
    <>
      <TagsInput
        label={t("add")}
        value={added}
        acceptValueOnBlur
        data-autofocus
        onChange={(next) => {
          setAdded(next);
          tell(next, removed);
        }}
      />
      <TagsInput
        label={t("remove")}
        value={removed}
        acceptValueOnBlur
        onChange={(next) => {
          setRemoved(next);
          tell(added, next);
        }}
      />
    </>
  );
}

function AttributePart({ want }: PartProps) {
  const t = useProductWords();
  const attributes = useRead(adminListAttributes, {});
  const [code, setCode] = useState<string | null>(null);
  const [value, setValue] = useState("");
  const attribute = attributes.data?.find((one) => one.code === code);
  const tell = (name: string | null, text: string) =>
    want(name === null ? null : { attributes: { [name]: text === "" ? null : text } });
  const put = (text: string | null) => {
    setValue(text ?? "");
    tell(code, text ?? "");
  };
  return (
    <>
      <Select
        label={t("attribute")}
        data={(attributes.data ?? []).map((one) => ({ value: one.code, label: one.name }))}
        value={code}
        searchable
        data-autofocus
        onChange={(next) => {
          setCode(next);
          setValue("");
          tell(next, "");
        }}
      />
      {attribute?.kind === "choice" ? (
        <Select
          label={t("value")}
          description={t("emptyRemoves")}
          data={attribute.choices}
          value={value || null}
          clearable
          onChange={put}
        />
      ) : attribute ? (
        <TextInput
          label={t("value")}
          description={t("emptyRemoves")}
          value={value}
          onChange={(event) => put(event.currentTarget.value)}
        />
      ) : null}
    </>
  );
}

function TaxPart({ want }: PartProps) {
  const t = useProductWords();
  return (
    <Autocomplete
      label={t("taxClass")}
      description={t("taxClassHelp")}
      data={["standard", "reduced", "zero"]}
      data-autofocus
      onChange={(code) => want(code.trim() ? { tax_class: code.trim() } : null)}
    />
  );
}

function VendorPart({ want }: PartProps) {
  const t = useProductWords();
  return (
    <TextInput
      label={t("vendor")}
      maxLength={120}
      data-autofocus
      onChange={(event) => want({ vendor: event.currentTarget.value })}
    />
  );
}
