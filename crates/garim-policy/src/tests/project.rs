//! What a project may add, and what it may not.

use garim_core::{
    authz::{Action, Decide, Resource},
    search::Scope,
    view::{Mask, Sight},
};

use super::{allowed, caller, loaded, on_user, policy, user, with_role};

fn refusal(text: &str) -> String {
    loaded(&[("policies/own.cedar", text)]).err().map_or_else(|| "accepted".to_owned(), |e| e.for_operator())
}

#[test]
fn a_project_may_permit_more() {
    let own = r#"@id("interns-read") permit (principal in Role::"intern", action == Action::"read.rows", resource);"#;
    let intern = caller("yoon", &["intern", "viewer"], "reporting");
    assert!(!allowed(&policy(&[]), &intern, Action::ReadRows, on_user(), Some(&user())));
    assert!(allowed(&policy(&[("own.cedar", own)]), &intern, Action::ReadRows, on_user(), Some(&user())));
}

#[test]
fn a_project_cannot_permit_what_is_forbidden() {
    let everything = policy(&[("own.cedar", r#"@id("all") permit (principal, action, resource);"#)]);
    let anyone = with_role("outsider", "reporting");
    let view = everything.view(&anyone, &user()).unwrap();
    let seen = |name: &str| view.sight(&name.parse().unwrap());
    assert_eq!(seen("u_signup"), Sight::Clear);
    assert_eq!(seen("u_email"), Sight::Masked(Mask::Full), "the permit names no mask, and the strictest holds");
    assert_eq!(seen("u_id"), Sight::Pseudonym);
    assert_eq!(seen("u_pin"), Sight::Denied);
    assert_eq!(seen("u_new"), Sight::Denied);
    let other_purpose = with_role("outsider", "marketing");
    assert!(everything.view(&other_purpose, &user()).is_none());
    assert!(!allowed(&everything, &other_purpose, Action::ApproveRequest, Resource::Catalog, None));
}

#[test]
fn a_shipped_policy_cannot_be_replaced() {
    let text = r#"@id("base.secrets-are-denied") forbid (principal, action == Action::"run", resource);"#;
    let refused = refusal(text);
    assert_eq!(
        refused,
        "policies/own.cedar: policy `base.secrets-are-denied` stands in policies/baseline.cedar already; choose another id"
    );
}

#[test]
fn a_project_may_forbid_more() {
    let own = r#"@id("no-phones") forbid (principal in Role::"analyst", action == Action::"read.masked", resource == Column::"shop.user.u_phone");"#;
    let policy = policy(&[("own.cedar", own)]);
    let phone = "u_phone".parse().unwrap();
    assert_eq!(policy.view(&with_role("analyst", "reporting"), &user()).unwrap().sight(&phone), Sight::Denied);
    assert_eq!(policy.view(&with_role("dpo", "reporting"), &user()).unwrap().sight(&phone), Sight::Masked(Mask::Last4));
}

#[test]
fn of_two_masks_the_stricter_holds() {
    let own =
        r#"@id("less") @mask("first_word") permit (principal, action == Action::"read.masked", resource in Class::"pii.email");"#;
    let view = policy(&[("own.cedar", own)]).view(&with_role("analyst", "reporting"), &user()).unwrap();
    assert_eq!(view.sight(&"u_email".parse().unwrap()), Sight::Masked(Mask::FirstWord));
    assert!(view.policies.contains(&"less".to_owned()) && view.policies.contains(&"base.email-masked".to_owned()));
}

#[test]
fn a_policy_that_fails_denies() {
    let own = "@id(\"overflows\")\nforbid (principal, action == Action::\"read.rows\", resource)\nwhen { 9223372036854775807 + 1 == 0 };";
    let broken = policy(&[("own.cedar", own)]);
    assert!(!allowed(&broken, &with_role("admin", "reporting"), Action::ReadRows, on_user(), Some(&user())));
    assert!(allowed(&broken, &with_role("admin", "reporting"), Action::Classify, on_user(), Some(&user())));
}

#[test]
fn what_does_not_hold_is_refused_with_file_line_and_policy() {
    let cases = [
        ("\npermit (principal, action", "policies/own.cedar:2: "),
        (
            "// one\n\n@id(\"x\")\npermit (principal, action == Action::\"reed\", resource);",
            "policies/own.cedar:4: for policy `x`",
        ),
        (
            "@id(\"y\")\nforbid (principal, action == Action::\"run\", resource)\nwhen { resource.colour == 1 };",
            "policies/own.cedar:3: for policy `y`",
        ),
        (
            "@id(\"m\") @mask(\"blur\") permit (principal, action == Action::\"read.masked\", resource);",
            "policies/own.cedar: policy `m`: `blur` is not a mask; `last4`",
        ),
        (
            "@id(\"t\") permit (principal == ?principal, action == Action::\"run\", resource);",
            "policies/own.cedar: policy `t` has a slot",
        ),
        (
            "@id(\"d\") forbid (principal, action == Action::\"discover\", resource == Dataset::\"shop.user\");",
            "policies/own.cedar: policy `d` covers `discover`",
        ),
        (
            "forbid (principal, action, resource) when { context.granted };",
            "policies/own.cedar: policy `policies/own.cedar#0` covers `discover`",
        ),
    ];
    for (text, expected) in cases {
        let refused = refusal(text);
        assert!(refused.starts_with(expected), "{text}\n  expected {expected}\n  refused with {refused}");
    }
}

#[test]
fn the_example_adds_to_the_baseline() {
    let text = include_str!("../../../../examples/lgde/policies/support.cedar");
    assert_eq!(refusal(text), "accepted");
}

#[test]
fn the_scope_is_everything_or_nothing() {
    let shipped = policy(&[]);
    assert_eq!(shipped.scope(&with_role("viewer", "reporting")), Scope::Everything);
    assert_eq!(shipped.scope(&with_role("viewer", "marketing")), Scope::Everything, "discovery takes no purpose");
    assert_eq!(shipped.scope(&with_role("outsider", "reporting")), Scope::Labels(vec![]));
    let own = r#"@id("none") forbid (principal in Role::"viewer", action == Action::"discover", resource);"#;
    assert_eq!(policy(&[("own.cedar", own)]).scope(&with_role("viewer", "reporting")), Scope::Labels(vec![]));
}
