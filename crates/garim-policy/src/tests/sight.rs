//! Who sees what of a table, beyond the matrix.

use garim_core::{
    authz::{Action, Decide, Resource},
    class::Class,
    view::{RowFilter, Sight},
};

use super::{allowed, caller, column, on_user, policy, user, with_role};

#[test]
fn a_table_without_rows_for_the_caller_does_not_exist() {
    let policy = policy(&[]);
    for nobody in ["viewer", "outsider"] {
        assert!(policy.view(&with_role(nobody, "reporting"), &user()).is_none(), "{nobody}");
    }
    let view = policy.view(&with_role("analyst", "reporting"), &user()).unwrap();
    assert_eq!((view.dataset.to_string().as_str(), view.rows.clone(), view.columns.len()), ("shop.user", RowFilter::All, 11));
}

#[test]
fn nobody_sees_clear_what_is_personal() {
    let policy = policy(&[]);
    let mut contract = user();
    contract.schema.columns = Class::ALL.iter().enumerate().map(|(n, class)| column(&format!("c{n}"), *class)).collect();
    let everyone = caller("lee", &super::ROLES, "reporting");
    let view = policy.view(&everyone, &contract).unwrap();
    for column in &contract.schema.columns {
        let clear = view.sight(&column.name) == Sight::Clear;
        assert_eq!(clear, column.class == Class::None, "{}", column.class);
    }
}

#[test]
fn an_owner_owns_what_the_contract_names() {
    let policy = policy(&[]);
    let (named, other) = (caller("lee", &["owner"], "reporting"), caller("park", &["owner"], "reporting"));
    for action in [Action::ReadRows, Action::Classify, Action::Certify, Action::ApproveAccess] {
        assert!(allowed(&policy, &named, action, on_user(), Some(&user())), "{}", action.as_str());
        assert!(!allowed(&policy, &other, action, on_user(), Some(&user())), "{}", action.as_str());
        assert!(!allowed(&policy, &named, action, on_user(), None), "without its contract nobody owns it");
    }
    let mut access = user();
    access.name = "shop.access".parse().unwrap();
    assert!(!allowed(&policy, &named, Action::Classify, on_user(), Some(&access)), "another dataset's contract");
}

#[test]
fn a_purpose_that_nobody_declared_is_nobodys() {
    let policy = policy(&[]);
    let admin = caller("kim", &["admin"], "curiosity");
    assert!(allowed(&policy, &admin, Action::Discover, Resource::Catalog, None));
    assert!(!allowed(&policy, &admin, Action::Run, Resource::Catalog, None));
    assert!(policy.view(&admin, &user()).is_none());
}

#[test]
fn names_that_would_end_a_string_are_only_names() {
    let mut contract = user();
    contract.schema.columns = vec![column("이메일", Class::PiiEmail), column("c-1_x", Class::None)];
    let view = policy(&[]).view(&caller("김-민수", &["analyst"], "reporting"), &contract).unwrap();
    assert_eq!(view.sight(&"c-1_x".parse().unwrap()), Sight::Clear);
}

#[test]
fn a_wide_table_is_decided_in_good_time() {
    let policy = policy(&[]);
    let mut contract = user();
    contract.schema.columns = (0..50).map(|n| column(&format!("c{n}"), Class::ALL[n % Class::ALL.len()])).collect();
    let analyst = with_role("analyst", "reporting");
    let begun = std::time::Instant::now();
    assert_eq!(policy.view(&analyst, &contract).unwrap().columns.len(), 50);
    let took = begun.elapsed();
    assert!(took < std::time::Duration::from_millis(500), "{took:?}");
}
