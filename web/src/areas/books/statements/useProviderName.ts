import { adminListPaymentProviders } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";

export interface ProviderNames {
  nameOf: (code: string) => string;
  codes: readonly string[];
}

/** What providers are called. */
export function useProviderName(): ProviderNames {
  const providers = useRead(adminListPaymentProviders, {});
  return {
    nameOf: (code) => providers.data?.find((one) => one.code === code)?.name ?? code,
    codes: providers.data?.map((one) => one.code) ?? [],
  };
}
