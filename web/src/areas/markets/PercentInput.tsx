import { useLanguage } from "@/app/words";
import { TypedInput, type TypedInputProps } from "@/kit/form/TypedInput";
import { useMarketWords } from "./words";

const PER_PERCENT = 10_000;
const LEAST = -100;
const MOST = 1000;

/** More or less so many percent, kept as parts per million: -10 % is -100000. */
export function PercentInput(props: TypedInputProps<number>) {
  const t = useMarketWords();
  const language = useLanguage();
  return (
    <TypedInput
      {...props}
      sign="%"
      complaint={t("percentComplaint")}
      read={(text) => {
        const percent = Number(text.replace(",", ".").replace("−", "-").replace(/[\s%]/g, ""));
        const isFine = Number.isFinite(percent) && percent >= LEAST && percent <= MOST;
        return isFine ? Math.round(percent * PER_PERCENT) : null;
      }}
      write={(ppm) => (ppm / PER_PERCENT).toLocaleString(language, { maximumFractionDigits: 4 })}
    />
  );
}
