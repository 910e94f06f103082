//! A browser of the tests: it asks the router, and keeps its cookies.
#![expect(clippy::unwrap_used, reason = "tests")]

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// A browser that keeps its cookies.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(router: &Router) -> Self {
        Self { router: router.clone(), cookies: BTreeMap::new() }
    }

    /// The status, where it leads, and the page.
    pub async fn ask(&mut self, request: axum::http::request::Builder, body: String) -> (u16, String, String) {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::HOST, "localhost").header(header::COOKIE, cookies.join("; "));
        let request = request.header(header::USER_AGENT, "Mozilla/5.0 (X11; Linux) Firefox/130.0");
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let status = response.status().as_u16();
        let place = response.headers().get(header::LOCATION).map(|place| place.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, place.unwrap_or_default(), String::from_utf8(bytes.to_vec()).unwrap())
    }

    pub async fn get(&mut self, path: &str) -> (u16, String, String) {
        self.ask(Request::get(path), String::new()).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> (u16, String, String) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request, body).await
    }

    /// Signs in; the status and where it leads.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> (u16, String) {
        let (status, place, _) = self.post("/sign-in", &[("email", email), ("password", password)]).await;
        (status, place)
    }

    pub async fn is_in(&mut self) -> bool {
        self.get("/account").await.0 == 200
    }
}
