import { adminDashboard, adminWaitingWork } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useStore } from "@/app/store";

const MINUTE = 60_000;

/** The figures of the chosen store, or of all; asked once for all sections. */
export function useFigures() {
  const store = useStore();
  return useRead(adminDashboard, { query: { store_id: store?.id } }, { every: 5 * MINUTE, keep: true });
}

/** What waits in the chosen store, or in all. */
export function useWaiting() {
  const store = useStore();
  return useRead(adminWaitingWork, { query: { store_id: store?.id } }, { every: MINUTE, keep: true });
}
