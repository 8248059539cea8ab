import { useWords } from "./index";
import { wordsOf } from "./say";

/** Words of the search page's first look: facets and pages. Both languages are a kilobyte together. */
const en = {
  filters: "Filters",
  filtersOn: "Filters that are on",
  filterOff: "Take off {name}",
  clear: "Clear all",
  total: "{n} results",
  one: "1 result",
  more: "Show more results",
  readAs: "Read “{typed}” as “{read}”",
  searchInstead: "{n} more values",
  kind: "Kind",
  certified: "Certified",
  domain: "Domain",
  owner: "Owner",
  tag: "Tag",
  source: "Source",
  fresh: "Newest data",
  schema: "Schema",
  deprecated: "Deprecated",
  yes: "yes",
  no: "no",
  day: "a day old",
  week: "up to a week",
  month: "up to a month",
  older: "older",
};

const ko: Record<keyof typeof en, string> = {
  filters: "필터",
  filtersOn: "적용된 필터",
  filterOff: "{name} 필터 빼기",
  clear: "모두 지우기",
  total: "결과 {n}건",
  one: "결과 1건",
  more: "결과 더 보기",
  readAs: "“{typed}”을(를) “{read}”(으)로 읽었습니다",
  searchInstead: "값 {n}개 더",
  kind: "종류",
  certified: "인증",
  domain: "도메인",
  owner: "담당자",
  tag: "태그",
  source: "출처",
  fresh: "최신 데이터",
  schema: "스키마",
  deprecated: "폐기 예정",
  yes: "예",
  no: "아니오",
  day: "하루 이내",
  week: "일주일 이내",
  month: "한 달 이내",
  older: "더 오래됨",
};

const WORDS = { en, ko };
export type FindKey = keyof typeof en;

/** `say` says one of these words in the language that is read; `or` one that the server may extend. */
export function useFindWords() {
  const { lang } = useWords();
  return wordsOf(WORDS[lang]);
}
