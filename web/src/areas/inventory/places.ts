import { adminListLocations } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { may, type Permission, useMe } from "@/app/may";

export interface Place {
  id: string;
  name: string;
  isActive: boolean;
}

/** The locations at which the person holds `permission`; undefined while they are asked for. */
export function usePlaces(permission: Permission): Place[] | undefined {
  const me = useMe();
  const { data } = useRead(adminListLocations, {});
  return data
    ?.filter((place) => may(me, permission, { location: place.id }))
    .map((place) => ({ id: place.id, name: place.name, isActive: place.is_active }));
}

export function asOptions(places: readonly Place[] | undefined): { value: string; label: string }[] {
  return (places ?? []).map((place) => ({ value: place.id, label: place.name }));
}
