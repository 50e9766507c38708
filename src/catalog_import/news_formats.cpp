// Feeds of publishers: RSS, Atom, news sitemaps and NITF.
#include "field_names.hpp"
#include "formats.hpp"
#include "plain_text.hpp"
#include "xml_members.hpp"

#include <fmt/format.h>

namespace footfall::catalog_import {

namespace {

// `mail@paper.example (Ada Brandt)` is Ada Brandt.
std::string_view author_name(std::string_view text) noexcept {
  const auto open = text.find('(');
  const auto close = text.rfind(')');
  return open != std::string_view::npos && close != std::string_view::npos && close > open
             ? text.substr(open + 1, close - open - 1)
             : trim(text);
}

bool is_image(const xml_element& media) noexcept {
  const auto type = media.attribute("type");
  return media.attribute("medium") == "image" || type.starts_with("image/") ||
         media.name == "media:thumbnail" ||
         (media.name == "media:content" && type.empty() && media.attribute("medium").empty());
}

bool is_address(std::string_view text) noexcept {
  return text.starts_with("http://") || text.starts_with("https://");
}

void read_category(draft& made, const xml_element& field) {
  auto name = field.attribute("label");
  if (name.empty()) name = field.attribute("term");
  if (name.empty()) name = field.text;
  if (!field.attribute("domain").empty() && name.find('/') != std::string_view::npos)
    made.paths.push_back(split(name, '/'));
  else
    made.paths.push_back({std::string(name)});
}

void read_news_field(draft& made, const xml_element& field, bool link_is_id) {
  const auto& name = field.name;
  const auto text = trim(field.text);
  if (name == "guid" || name == "id") {
    if (!link_is_id) made.add(target::id, text);
    if (name == "guid" && field.attribute("isPermaLink") != "false" && is_address(text))
      made.add(target::link, text, 1);
  } else if (name == "link") {
    const auto address = text.empty() ? field.attribute("href") : text;
    const auto relation = field.attribute("rel");
    if (!relation.empty() && relation != "alternate") return;
    made.add(target::link, address);
    made.add(target::id, address, 1);
  } else if (name == "title") {
    made.add(target::title, deep_text(field));
  } else if (name == "description" || name == "summary") {
    made.add(target::description, deep_text(field));
  } else if (name == "content:encoded" || name == "content") {
    made.add(target::body, deep_text(field));
  } else if (name == "pubDate" || name == "dc:date" || name == "published") {
    made.add(target::added, text);
  } else if (name == "updated") {
    made.add(target::added, text, 1);
  } else if (name == "expirationDate") {
    made.add(target::valid_to, text);
  } else if (name == "category") {
    read_category(made, field);
  } else if (name == "author" || name == "dc:creator") {
    made.add_attribute("author", field.has_elements() ? field.child_text("name") : author_name(text));
  } else if (name == "keywords") {
    for (const auto& word : split(text, ',')) made.add_attribute("keywords", word);
  } else if ((name.starts_with("media:") || name == "enclosure") && is_image(field)) {
    made.add(target::image, field.attribute("url"));
  }
}

draft article_of_sitemap(const xml_element& url, bool link_is_id) {
  draft made;
  made.place = place_of(url);
  const auto address = trim(url.child_text("loc"));
  made.add(target::link, address);
  const auto* const news = url.child("news:news");
  // A page that is no article has no id of one.
  if (link_is_id || news != nullptr) made.add(target::id, address);
  for (const auto& field : url.children)
    if (field.name == "image:image") made.add(target::image, trim(field.child_text("image:loc")));
  if (news == nullptr) return made;
  made.add(target::title, news->child_text("news:title"));
  made.add(target::added, news->child_text("news:publication_date"));
  if (const auto* const paper = news->child("news:publication"))
    made.add(target::language, trim(paper->child_text("news:language")));
  for (const auto* key : {"keywords", "genres"})
    for (const auto& word : split(news->child_text(fmt::format("news:{}", key)), ','))
      made.add_attribute(key, word);
  return made;
}

// An element by the way to it; null when there is none.
const xml_element* find(const xml_element& from, std::initializer_list<std::string_view> way) noexcept {
  const auto* at = &from;
  for (const auto name : way) {
    at = at->child(name);
    if (at == nullptr) return nullptr;
  }
  return at;
}

void read_nitf_head(draft& made, const xml_element& head) {
  const auto* const about = head.child("docdata");
  if (const auto* const subjects = head.child("tobject"))
    for (const auto& subject : subjects->children)
      if (subject.name == "tobject.subject")
        made.paths.push_back({std::string(subject.attribute("tobject.subject.type")),
                              std::string(subject.attribute("tobject.subject.matter")),
                              std::string(subject.attribute("tobject.subject.detail"))});
  if (const auto* const published = head.child("pubdata"))
    made.add(target::link, published->attribute("ex-ref"));
  made.add(target::title, head.child_text("title"), 1);
  if (about == nullptr) return;
  const auto status = about->attribute("management-status");
  if (status == "withheld" || status == "canceled") made.add(target::visible, "no");
  for (const auto& field : about->children) {
    if (field.name == "doc-id") made.add(target::id, field.attribute("id-string"));
    if (field.name == "date.issue") made.add(target::added, field.attribute("norm"));
    if (field.name == "date.release") made.add(target::valid_from, field.attribute("norm"));
    if (field.name == "date.expire") made.add(target::valid_to, field.attribute("norm"));
    if (field.name == "urgency")
      made.add_attribute("urgency", field.attribute("ed-urg"), catalog::attribute_type::numeric);
    if (field.name == "key-list")
      for (const auto& word : field.children) made.add_attribute("keywords", word.attribute("key"));
  }
}

draft article_of_nitf(const xml_element& article) {
  draft made;
  made.place = place_of(article);
  made.add(target::language, article.attribute("baselang"));
  if (const auto* const head = article.child("head")) read_nitf_head(made, *head);
  if (const auto* const line = find(article, {"body", "body.head", "hedline"})) {
    made.add(target::title, line->child_text("hl1"));
    made.add(target::description, line->child_text("hl2"), 1);
  }
  if (const auto* const summary = find(article, {"body", "body.head", "abstract"}))
    made.add(target::description, deep_text(*summary));
  if (const auto* const by = find(article, {"body", "body.head", "byline"})) {
    const auto line = deep_text(*by, "byttl");
    auto author = trim(line);
    if (author.starts_with("By ")) author.remove_prefix(3);
    made.add_attribute("author", author);
  }
  if (const auto* const body = find(article, {"body", "body.content"})) {
    made.add(target::body, deep_text(*body, "media"));
    for (const auto& media : body->children)
      if (const auto* const picture = media.name == "media" ? media.child("media-reference") : nullptr)
        if (picture->attribute("mime-type").empty() || picture->attribute("mime-type").starts_with("image/"))
          made.add(target::image, picture->attribute("source"));
  }
  return made;
}

}  // namespace

void read_news(const feed_members& members, draft_sink& to) {
  const bool link_is_id = to.settings().id_from == "link";
  std::string language;
  read_members(
      members, to,
      [](std::string_view name, int depth) {
        return name == "item" || name == "entry" || (name == "language" && depth == 3);
      },
      [&](const xml_element& record) {
        if (record.name == "language") {
          language = std::string(trim(record.text));
          return;
        }
        draft made;
        made.place = place_of(record);
        for (const auto& field : record.children) read_news_field(made, field, link_is_id);
        made.add(target::language, language);
        to.take(std::move(made));
      });
}

void read_sitemap(const feed_members& members, draft_sink& to) {
  const bool link_is_id = to.settings().id_from == "link";
  read_members(
      members, to, [](std::string_view name, int) { return name == "url"; },
      [&](const xml_element& url) { to.take(article_of_sitemap(url, link_is_id)); });
}

void read_nitf(const feed_members& members, draft_sink& to) {
  read_members(
      members, to, [](std::string_view, int depth) { return depth == 1; },
      [&](const xml_element& article) { to.take(article_of_nitf(article)); });
}

}  // namespace footfall::catalog_import
