/** What somebody here may hold, in words: a merchant's permissions, or in Center Control an operator's. */
import { adminListPermissions, controlListPermissions } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMe, whose } from "@/app/may";

export function useVocabulary() {
  const isPlatform = whose(useMe()) === "platform";
  const ofMerchants = useRead(adminListPermissions, {}, { enabled: !isPlatform });
  const ofOperators = useRead(controlListPermissions, {}, { enabled: isPlatform });
  return isPlatform ? ofOperators : ofMerchants;
}
