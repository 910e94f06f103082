//! A browser, and what people do in it.

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::{net::TcpListener, path::Path, process::Stdio, time::Duration};
use tokio::process::{Child, Command};

/// How large the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// 1280 by 900.
    Desktop,
    /// 390 by 844, as on a telephone.
    Phone,
    /// 320 by 640: the narrowest that must work.
    Narrow,
}

impl Screen {
    fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop => (1280, 900),
            Self::Phone => (390, 844),
            Self::Narrow => (320, 640),
        }
    }
}

/// A headless Chromium of its own.
pub struct Browser {
    client: Client,
    driver: Child,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one. Without `script`, pages get no JavaScript.
    ///
    /// # Errors
    /// When Chromium or its driver does not start.
    pub async fn start(script: bool) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("chromedriver does not start: install chromium-driver")?;
        let profile = tempfile::tempdir()?;
        let javascript = if script { 1 } else { 2 };
        let capabilities = json!({
            "goog:chromeOptions": {
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", "--hide-scrollbars", format!("--user-data-dir={}", profile.path().display()),
                ],
                "prefs": {"profile.managed_default_content_settings.javascript": javascript},
            }
        });
        let serde_json::Value::Object(capabilities) = capabilities else { bail!("capabilities are an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        for attempt in 0.. {
            match builder.connect(&address).await {
                Ok(client) => return Ok(Self { client, driver, _profile: profile }),
                Err(error) if attempt == 50 => return Err(error).context("chromium does not start"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
        bail!("chromium does not start")
    }

    /// The client itself, for what is not here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Ends the browser and its driver.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn close(mut self) -> Result<()> {
        self.client.clone().close().await?;
        self.driver.kill().await?;
        Ok(())
    }

    /// Sets how large the window is.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn screen(&self, screen: Screen) -> Result<()> {
        let (width, height) = screen.size();
        let metrics = json!({
            "cmd": "Emulation.setDeviceMetricsOverride",
            "params": {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": screen != Screen::Desktop},
        });
        self.cdp(metrics).await?;
        Ok(())
    }

    async fn cdp(&self, command: serde_json::Value) -> Result<serde_json::Value> {
        Ok(self.client.issue_cmd(Cdp(command)).await?)
    }

    /// Opens a page.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(&self, address: &str) -> Result<()> {
        Ok(self.client.goto(address).await?)
    }

    /// The path of the page shown.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn path(&self) -> Result<String> {
        Ok(self.client.current_url().await?.path().to_owned())
    }

    /// The heading of the page shown.
    ///
    /// # Errors
    /// When it has none.
    pub async fn heading(&self) -> Result<String> {
        let heading = self.client.find(Locator::Css("h1")).await.context("the page has no h1")?;
        Ok(heading.text().await?)
    }

    /// The words of the page shown, outside its header and footer.
    ///
    /// # Errors
    /// When it has no main part.
    pub async fn words(&self) -> Result<String> {
        Ok(self.client.find(Locator::Css("main")).await?.text().await?)
    }

    /// Fails unless the page shows `words`.
    ///
    /// # Errors
    /// With what the page shows instead.
    pub async fn sees(&self, words: &str) -> Result<()> {
        let shown = self.words().await?;
        if shown.contains(words) {
            Ok(())
        } else {
            bail!("{words:?} is not on the page at {}:\n{shown}", self.path().await?)
        }
    }

    /// Fails unless the page has the code of a rule behind one of its references, which a reader opens.
    ///
    /// # Errors
    /// With what the page shows instead.
    pub async fn sees_reference(&self, code: &str) -> Result<()> {
        let xpath = format!("//details[summary]//code[contains(., {})]", literal(code));
        self.one(&xpath, &format!("reference {code:?}")).await.map(drop)
    }

    /// Fails when the page shows `words`.
    ///
    /// # Errors
    /// When it does.
    pub async fn sees_not(&self, words: &str) -> Result<()> {
        let shown = self.words().await?;
        if shown.contains(words) { bail!("{words:?} is on the page at {}", self.path().await?) } else { Ok(()) }
    }

    async fn one(&self, xpath: &str, what: &str) -> Result<Element> {
        match self.client.find(Locator::XPath(xpath)).await {
            Ok(element) => Ok(element),
            Err(error) => {
                bail!("no {what} on the page at {} ({error}):\n{}", self.path().await?, self.words().await?)
            }
        }
    }

    /// Follows the first link in the page's main part whose words contain `words`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn follow(&self, words: &str) -> Result<()> {
        let xpath = format!("//body//a[contains(normalize-space(.), {})]", literal(words));
        self.press_element(self.one(&xpath, &format!("link {words:?}")).await?).await
    }

    /// Presses the first button whose words contain `words`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press(&self, words: &str) -> Result<()> {
        let xpath = format!("//body//button[contains(normalize-space(.), {})]", literal(words));
        self.press_element(self.one(&xpath, &format!("button {words:?}")).await?).await
    }

    /// Presses a link or button by the keyboard, as somebody without a mouse does, and waits for the page
    /// that it leads to.
    ///
    /// # Errors
    /// When no other page comes within ten seconds.
    pub async fn press_element(&self, element: Element) -> Result<()> {
        let before = self.client.find(Locator::Css("html")).await?;
        element.send_keys("\u{E007}").await?;
        for _ in 0..200 {
            let gone = before.tag_name().await.is_err();
            if gone && self.client.find(Locator::Css("footer")).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("nothing followed from what was pressed at {}", self.path().await?)
    }

    /// Types into the field whose label contains `label`, in place of what is there.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Chooses the radio or ticks the checkbox whose label contains `label`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        if !field.is_selected().await? {
            field.send_keys(" ").await?;
        }
        if !field.is_selected().await? {
            field.click().await?;
        }
        Ok(())
    }

    /// Fills in the three boxes of the date whose field is `name`.
    ///
    /// # Errors
    /// When they are not there.
    pub async fn date(&self, name: &str, day: kernel::Day) -> Result<()> {
        for (part, pattern) in [("day", "%-d"), ("month", "%-m"), ("year", "%Y")] {
            let id = format!("{name}-{part}");
            let field = self.client.find(Locator::Id(&id)).await.with_context(|| format!("no field {id}"))?;
            field.clear().await?;
            field.send_keys(&day.format(pattern).to_string()).await?;
        }
        Ok(())
    }

    /// Types into the field `name`, in place of what is there.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn write(&self, name: &str, text: &str) -> Result<()> {
        let field = self.client.find(Locator::Id(name)).await.with_context(|| format!("no field {name}"))?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Ticks the box `name`, or its first.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tick(&self, name: &str) -> Result<()> {
        let field = self.client.find(Locator::Id(name)).await.with_context(|| format!("no box {name}"))?;
        if !field.is_selected().await? {
            field.send_keys(" ").await?;
        }
        Ok(())
    }

    /// Chooses from the list `name` what reads `label`.
    ///
    /// # Errors
    /// When there is none.
    pub async fn select(&self, name: &str, label: &str) -> Result<()> {
        let field = self.client.find(Locator::Id(name)).await.with_context(|| format!("no list {name}"))?;
        field.select_by_label(label).await.with_context(|| format!("no {label:?} in the list {name}"))?;
        Ok(())
    }

    /// Types the same into every empty text box of a form that changes something.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn write_in_every_empty_box(&self, text: &str) -> Result<()> {
        let boxes = "main form[method='post'] textarea, main form[method='post'] input[type='text']";
        for field in self.client.find_all(Locator::Css(boxes)).await? {
            if field.prop("value").await?.unwrap_or_default().is_empty() {
                field.send_keys(text).await?;
            }
        }
        Ok(())
    }

    async fn labelled(&self, label: &str) -> Result<Element> {
        let xpath = format!("//*[@id = //label[contains(normalize-space(.), {})]/@for]", literal(label));
        self.one(&xpath, &format!("field labelled {label:?}")).await
    }

    /// A picture of the whole page, in `folder`.
    ///
    /// # Errors
    /// When it cannot be taken or written.
    pub async fn picture(&self, folder: &Path, name: &str) -> Result<()> {
        let command =
            json!({"cmd": "Page.captureScreenshot", "params": {"format": "png", "captureBeyondViewport": true}});
        let taken = self.cdp(command).await?;
        let data = taken.get("data").and_then(|data| data.as_str()).context("no picture was taken")?;
        tokio::fs::create_dir_all(folder).await?;
        tokio::fs::write(folder.join(format!("{name}.png")), base64(data)?).await?;
        Ok(())
    }

    /// Whether the page is wider than the window: something then runs off the screen.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn overflows(&self) -> Result<bool> {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth + 1;";
        Ok(self.client.execute(script, vec![]).await?.as_bool().unwrap_or(false))
    }
}

/// A string as XPath 1.0 can write it.
fn literal(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}

fn base64(text: &str) -> Result<Vec<u8>> {
    data_encoding::BASE64.decode(text.as_bytes()).context("the picture is not base64")
}

/// A command of the Chrome DevTools Protocol, through the driver.
#[derive(Debug)]
struct Cdp(serde_json::Value);

impl fantoccini::wd::WebDriverCompatibleCommand for Cdp {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}
