/** The providers of this installation and a store's accounts with them. */
import { adminListPaymentAccounts, adminListPaymentProviders } from "@/api/generated/sdk.gen";
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMay } from "@/app/may";

export interface Providers {
  /** Undefined while they are asked for, and for those who may not see them. */
  providers: PaymentProvider[] | undefined;
  accounts: AccountView[] | undefined;
  maySee: boolean;
  error: Error | null;
  again: () => void;
  find: (code: string) => { provider: PaymentProvider | undefined; account: AccountView | undefined };
}

export function useProviders(store: string): Providers {
  const maySee = useMay("payments:read", { store });
  const providers = useRead(adminListPaymentProviders, { query: { store } }, { enabled: maySee });
  const accounts = useRead(adminListPaymentAccounts, { path: { store_id: store } }, { enabled: maySee });
  return {
    providers: providers.data,
    accounts: accounts.data,
    maySee,
    error: providers.error ?? accounts.error,
    again: () => {
      void providers.refetch();
      void accounts.refetch();
    },
    find: (code) => ({
      provider: providers.data?.find((one) => one.code === code),
      account: accounts.data?.find((one) => one.provider === code),
    }),
  };
}
