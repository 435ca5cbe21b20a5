import { useLanguage } from "@/app/words";
import { TypedInput, type TypedInputProps } from "@/kit/form/TypedInput";
import { usePromotionWords } from "./words";

const MILLION = 1_000_000;

/** A percentage, kept as parts per million: 20 % is 200000. */
export function PercentInput(props: TypedInputProps<number>) {
  const t = usePromotionWords();
  const language = useLanguage();
  return (
    <TypedInput
      {...props}
      sign="%"
      complaint={t("percentComplaint")}
      read={(text) => {
        const share = Number(text.replace(",", ".").replace(/[\s%]/g, ""));
        const ppm = Math.round((share * MILLION) / 100);
        return Number.isFinite(share) && ppm >= 1 && ppm <= MILLION ? ppm : null;
      }}
      write={(ppm) => (ppm / (MILLION / 100)).toLocaleString(language, { maximumFractionDigits: 4 })}
    />
  );
}
