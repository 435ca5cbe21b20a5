/** The carriers of this installation and a store's accounts with them. */
import { adminListCarrierAccounts, adminListCarrierProviders } from "@/api/generated/sdk.gen";
import type { CarrierAccount, CarrierProvider } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";

export interface Carriers {
  /** Undefined while they are asked for, and for those who may not see them. */
  providers: CarrierProvider[] | undefined;
  accounts: CarrierAccount[] | undefined;
  mayConfigure: boolean;
  error: Error | null;
  again: () => void;
}

export function useCarriers(store: string): Carriers {
  const mayConfigure = useMay("shipping:configure", { store });
  const providers = useRead(adminListCarrierProviders, {}, { enabled: mayConfigure });
  const accounts = useRead(
    adminListCarrierAccounts,
    { path: { store_id: store } },
    { enabled: mayConfigure },
  );
  return {
    providers: providers.data,
    accounts: accounts.data,
    mayConfigure,
    error: providers.error ?? accounts.error,
    again: () => {
      void providers.refetch();
      void accounts.refetch();
    },
  };
}
