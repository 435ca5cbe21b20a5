/** The stores and locations that rights can be limited to, by name. */
import { adminListLocations } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMe, whose } from "@/app/may";
import { useStaffWords } from "./words";

export interface Place {
  value: string;
  label: string;
}

export interface Places {
  stores: Place[];
  locations: Place[];
  nameOf: (id: string) => string;
}

export function usePlaces(): Places {
  const t = useStaffWords();
  const me = useMe();
  const stores = me.stores.map((store) => ({ value: store.id, label: store.name }));
  const found = useRead(adminListLocations, {}, { enabled: whose(me) === "merchant" });
  const locations = (found.data ?? []).map((location) => ({ value: location.id, label: location.name }));
  const names = new Map([...stores, ...locations].map((place) => [place.value, place.label]));
  return { stores, locations, nameOf: (id) => names.get(id) ?? t("unknownPlace") };
}
