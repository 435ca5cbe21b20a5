import { Autocomplete } from "@mantine/core";
import { adminListCarriers } from "@/api/generated/sdk.gen";
import type { CarrierChoice } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useParcelWords } from "./parcelWords";

const KEPT = "duka.orders.carrier";

/** The carrier of last time. */
export const lastCarrier = (): string => localStorage.getItem(KEPT) ?? "";
export const keepCarrier = (name: string): void => localStorage.setItem(KEPT, name);

/** What a carrier is called, and, when it is an account of the store, the account: its tracking page is linked. */
export interface Chosen {
  carrier: string;
  account_id?: string;
}

/** The store's own accounts first, then the carriers that we know; any other name can be typed. */
export function useCarriers(storeId: string): { names: string[]; chosen: (name: string) => Chosen } {
  const known = useRead(adminListCarriers, { path: { store_id: storeId } }, { keep: true });
  const all: readonly CarrierChoice[] = known.data ?? [];
  return {
    names: [...new Set(all.map((one) => one.name))],
    chosen: (name) => {
      const account = all.find((one) => one.name === name && one.account_id)?.account_id;
      return account ? { carrier: name, account_id: account } : { carrier: name };
    },
  };
}

interface CarrierFieldProps {
  names: readonly string[];
  value: string;
  onChange: (name: string) => void;
}

export function CarrierField({ names, value, onChange }: CarrierFieldProps) {
  const t = useParcelWords();
  return (
    <Autocomplete
      label={t("carrier")}
      description={t("carrierHelp")}
      data={[...names]}
      limit={8}
      maxLength={100}
      value={value}
      onChange={onChange}
    />
  );
}
