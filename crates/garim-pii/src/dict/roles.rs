//! Words that play a part in a cell rather than being data: titles, particles, parts of addresses, words for a sex.

use super::table::{
    BUILDING, COMPANY, FRONT_STREET, GENDER, GENDER_LETTER, GENDER_OTHER, PARTICLE, STATE, STREET, SUFFIX, Senses, TITLE,
    TOWN_FRONT,
};

/// Lists of words with their sense, parted by commas.
pub(crate) const ROLES: &[(&str, Senses)] = &[
    // Titles and forms of address.
    (
        "mr, mrs, ms, miss, mx, dr, prof, professor, sir, dame, rev, herr, frau, hr, fr, univprof, monsieur, madame, mme, mlle, mademoiselle, capt, sgt, col, maj, lt, \
         gen, hon, judge, sen, rep, msgr, senor, senora, sr, sra, sig, lady, master, don, dona, sheriff, constable, deputy, trooper, patrolman, sergeant, lieutenant, detective, corporal",
        TITLE,
    ),
    // Words of institutions in neighbouring languages.
    (
        "universidad, universita, universite, universitat, universitaet, universidade, politecnico, politecnica, scuola, istituto, instituto, institut, fundacion, ministerio, ministere, \
      ministerium, hochschule, fachhochschule, ecole, lycee, college, academy, akademie",
        COMPANY,
    ),
    // Degrees and numbers behind a name.
    ("jr, sr, ii, iii, iv, phd, md, dds, dvm, mba, esq, bsc, msc, beng, ba, ma, rn, cpa, dipl, ing, mag", SUFFIX),
    // Small words within names.
    (
        "von, van, de, der, den, da, di, do, du, des, del, della, la, le, les, bin, ibn, al, el, dos, das, ter, ten, zu, zum, af, av, y, e, st, mac, mc, o, d, l, abu, ben",
        PARTICLE,
    ),
    // Before a place's own name: generated and real towns alike are called `North …`, `Port …`.
    (
        "north, south, east, west, new, lake, port, saint, sainte, san, santa, los, las, fort, mount, bad, sankt, upper, lower, nord, sud, est, ouest, grand, cape, isla, rio",
        TOWN_FRONT,
    ),
    // Kinds of streets.
    (
        "street, st, avenue, ave, av, road, rd, boulevard, blvd, bd, drive, dr, lane, ln, ct, place, pl, square, sq, highway, hwy, parkway, pkwy, terrace, ter, circle, cir, \
         crescent, close, mews, way, trail, trl, plaza, route, alley, turnpike, freeway, expressway, causeway, strasse, str, weg, platz, gasse, allee, ring, damm, ufer, via, \
         viale, piazza, calle, rua, ulica, laan, straat, plein, gade, gata, vej, vei, daero, gil, chome, cours, sentier, ruelle",
        STREET,
    ),
    // Those that stand before the street's own name.
    (
        "rue, avenue, boulevard, chemin, impasse, allee, quai, passage, faubourg, calle, avenida, via, ulica, route",
        STREET | FRONT_STREET,
    ),
    // Parts of a building.
    ("flat, apt, apartment, suite, ste, unit, room, rm, floor, appartement, appt, bat, bldg", BUILDING),
    // The states of the United States and their forces' post, which are written as two capitals.
    (
        "al, ak, az, ar, ca, co, ct, de, fl, ga, hi, id, il, in, ia, ks, ky, la, me, md, ma, mi, mn, ms, mo, mt, ne, nv, nh, nj, nm, ny, nc, nd, oh, ok, or, pa, ri, sc, \
         sd, tn, tx, ut, vt, va, wa, wv, wi, wy, dc, pr, gu, vi, as, mp, fm, mh, pw, aa, ae, ap",
        STATE,
    ),
    // Words for a sex, with the civil titles by which German forms ask for it.
    (
        "male, female, 남, 여, 남자, 여자, 남성, 여성, 男, 女, 男性, 女性, mannlich, weiblich, maennlich, mann, frau, herr, homme, femme, masculin, feminin, man, woman, boy, girl, \
         hombre, mujer, masculino, femenino, cis male, cis female, cisgender male, cisgender female",
        GENDER,
    ),
    ("m, f, w, h", GENDER_LETTER),
    (
        "other, o, u, x, d, nb, divers, diverse, non binary, nonbinary, genderqueer, genderfluid, agender, bigender, transgender, trans, polygender, autre, andere, anderes, sonstige, nicht binar, otro, altro, fluid, その他, 기타, \
         unspecified, not specified, prefer not to say, genderless, intersex, unbekannt, keine angabe",
        GENDER_OTHER,
    ),
];
