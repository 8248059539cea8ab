//! Invented people. Addresses of mail are in the domains that RFC 2606 keeps for examples.

use super::dice::Dice;

const SURNAMES: [(&str, &str); 20] = [
    ("김", "kim"),
    ("이", "lee"),
    ("박", "park"),
    ("최", "choi"),
    ("정", "jung"),
    ("강", "kang"),
    ("조", "cho"),
    ("윤", "yoon"),
    ("장", "jang"),
    ("임", "lim"),
    ("한", "han"),
    ("오", "oh"),
    ("서", "seo"),
    ("신", "shin"),
    ("권", "kwon"),
    ("황", "hwang"),
    ("안", "ahn"),
    ("송", "song"),
    ("홍", "hong"),
    ("남궁", "namgung"),
];

const WOMEN: [(&str, &str); 16] = [
    ("서연", "seoyeon"),
    ("지우", "jiwoo"),
    ("민지", "minji"),
    ("수빈", "subin"),
    ("하은", "haeun"),
    ("예은", "yeeun"),
    ("지민", "jimin"),
    ("윤서", "yoonseo"),
    ("채원", "chaewon"),
    ("다은", "daeun"),
    ("은지", "eunji"),
    ("유진", "yujin"),
    ("소영", "soyoung"),
    ("미경", "mikyung"),
    ("영희", "younghee"),
    ("보라", "bora"),
];

const MEN: [(&str, &str); 16] = [
    ("민준", "minjun"),
    ("서준", "seojun"),
    ("도윤", "doyoon"),
    ("준호", "junho"),
    ("지훈", "jihoon"),
    ("현우", "hyunwoo"),
    ("우진", "woojin"),
    ("건우", "gunwoo"),
    ("성민", "sungmin"),
    ("재현", "jaehyun"),
    ("동현", "donghyun"),
    ("승우", "seungwoo"),
    ("상훈", "sanghoon"),
    ("영수", "youngsoo"),
    ("철수", "chulsoo"),
    ("한결", "hangyeol"),
];

const STREETS: [&str; 12] = [
    "서울특별시 강남구 테헤란로",
    "서울특별시 마포구 월드컵로",
    "서울특별시 송파구 올림픽로",
    "서울특별시 종로구 자하문로",
    "부산광역시 해운대구 센텀중앙로",
    "대구광역시 수성구 달구벌대로",
    "인천광역시 연수구 컨벤시아대로",
    "광주광역시 서구 상무중앙로",
    "대전광역시 유성구 대학로",
    "경기도 성남시 분당구 판교역로",
    "강원특별자치도 춘천시 공지로",
    "제주특별자치도 제주시 연삼로",
];

const DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// One row of `user`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: u64,
    pub name: Option<String>,
    pub gender: Option<&'static str>,
    pub signup: i64,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
}

/// Draws a person. A few have no name or gender, more have no address.
pub fn person(id: u64, signup: i64, dice: &mut Dice) -> Person {
    let woman = dice.chance(520);
    let (surname, roman) = dice.pick(&SURNAMES, SURNAMES[0]);
    let (given, given_roman) = dice.pick(if woman { &WOMEN } else { &MEN }, WOMEN[0]);
    let domain = dice.pick(&DOMAINS, DOMAINS[0]);
    Person {
        id,
        name: (!dice.chance(5)).then(|| format!("{surname}{given}")),
        gender: (!dice.chance(20)).then_some(if woman { "F" } else { "M" }),
        signup,
        email: (!dice.chance(30)).then(|| format!("{given_roman}.{roman}{id}@{domain}")),
        phone: (!dice.chance(50)).then(|| phone(dice)),
        address: (!dice.chance(200)).then(|| address(dice)),
    }
}

/// A name, for somebody who changes theirs.
pub fn name(dice: &mut Dice) -> String {
    let (surname, _) = dice.pick(&SURNAMES, SURNAMES[0]);
    let (given, _) = dice.pick(&[WOMEN, MEN].concat(), WOMEN[0]);
    format!("{surname}{given}")
}

/// A mobile number.
pub fn phone(dice: &mut Dice) -> String {
    format!("010-{:04}-{:04}", 2000 + dice.below(8000), dice.below(10_000))
}

fn address(dice: &mut Dice) -> String {
    let street = dice.pick(&STREETS, STREETS[0]);
    format!("{street} {}, {}동 {}호", 1 + dice.below(400), 101 + dice.below(20), 101 + dice.below(2400))
}
