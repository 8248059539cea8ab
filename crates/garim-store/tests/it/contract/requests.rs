use garim_core::{
    authz::{Action, Resource},
    erasure::{Certificate, ErasurePlan, SignedCertificate},
    request::{Event, Request, RequestState, RequestType, Step, advance},
};
use garim_ports::Store;

use crate::sample::*;

fn filed(number: u32) -> Request {
    Request {
        id: id(number),
        kind: RequestType::Erasure,
        subject_type: "customer".parse().unwrap(),
        filed_by: "lee".parse().unwrap(),
        filed_at: at(i64::from(number)),
        approved_by: None,
        state: RequestState::Filed,
    }
}

async fn file(store: &dyn Store, request: &Request) {
    let mut tx = store.begin().await.unwrap();
    tx.requests().file(&permit(Action::FileRequest, Resource::Catalog), request).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn a_request_advances_from_where_it_stands(store: &dyn Store) {
    let request = filed(1);
    file(store, &request).await;
    file(store, &filed(2)).await;
    let approved = advance(&request, &Event::Approved { by: "park".parse().unwrap() }).unwrap();
    let frozen = advance(&approved, &Event::Done(Step::Freeze)).unwrap();
    let mut tx = store.begin().await.unwrap();
    let filing = permit(Action::FileRequest, Resource::Catalog);
    assert_eq!(meaning(tx.requests().file(&filing, &request).await), "already exists");
    assert_eq!(meaning(tx.requests().file(&permit(Action::ReadRequest, Resource::Catalog), &filed(3)).await), "forbidden");
    assert_eq!(meaning(tx.requests().advance(&approved, &frozen).await), "conflict");
    assert_eq!(meaning(tx.requests().advance(&request, &approved).await), "done");
    assert_eq!(meaning(tx.requests().advance(&request, &approved).await), "conflict");
    assert_eq!(meaning(tx.requests().advance(&approved, &frozen).await), "done");
    assert_eq!(meaning(tx.requests().advance(&filed(7), &filed(7)).await), "not found");
    assert_eq!(tx.requests().get(request.id).await.unwrap(), Some(frozen.clone()));
    assert_eq!(tx.requests().list().await.unwrap(), [filed(2), frozen]);
    let audit = tx.audit().newest(10).await.unwrap();
    assert!(audit.iter().all(|(_, record, _)| record.action == "file_request"));
    assert_eq!(audit.len(), 2);
}

pub async fn steps_are_recorded_once_and_in_order(store: &dyn Store) {
    let request = filed(1);
    file(store, &request).await;
    let mut tx = store.begin().await.unwrap();
    let mut requests = tx.requests();
    requests.done(request.id, Step::Linkage, at(2), "12 files").await.unwrap();
    requests.done(request.id, Step::Freeze, at(1), "").await.unwrap();
    requests.done(request.id, Step::Linkage, at(9), "again").await.unwrap();
    assert_eq!(meaning(requests.done(id(7), Step::Freeze, at(1), "").await), "not found");
    let steps = requests.steps(request.id).await.unwrap();
    assert_eq!(steps, [(Step::Freeze, at(1), String::new()), (Step::Linkage, at(2), "12 files".to_owned())]);
}

pub async fn plan_and_certificate_are_kept_without_the_salt(store: &dyn Store) {
    let request = filed(1);
    file(store, &request).await;
    let plan = ErasurePlan { datasets: vec![], vault_values: 5, sealed_files: 1, out_of_reach: vec!["exported files".into()] };
    let certificate = Certificate {
        format: 1,
        request: request.id,
        subject_commitment: "00".into(),
        approved_at: at(1),
        erased_at: at(2),
        scanned: vec![],
        vault_values: 5,
        keys: 1,
        linkage_hashes: vec![],
        out_of_reach: vec![],
    };
    let signed =
        SignedCertificate { certificate, signature: "aa".into(), public_key: "bb".into(), salt: Some("only hers".into()) };
    let mut tx = store.begin().await.unwrap();
    let mut requests = tx.requests();
    assert_eq!(requests.plan(request.id).await.unwrap(), None);
    requests.keep_plan(request.id, &plan).await.unwrap();
    requests.keep_certificate(request.id, &signed).await.unwrap();
    assert_eq!(meaning(requests.keep_plan(id(7), &plan).await), "not found");
    assert_eq!(requests.plan(request.id).await.unwrap(), Some(plan));
    assert_eq!(requests.certificate(request.id).await.unwrap(), Some(SignedCertificate { salt: None, ..signed }));
}
