// XML by expat. Nothing outside of the document is ever read, and a declared entity ends the reading.
#include "xml_records.hpp"

#include "plain_text.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

namespace footfall::catalog_import {

namespace {

constexpr int depth_max = 64;
constexpr std::size_t text_bytes_max = 1U << 20;
constexpr std::size_t elements_of_record_max = 20'000;

struct known_namespace {
  std::string_view uri, prefix;
};
constexpr std::array<known_namespace, 6> namespaces{{
    {"http://base.google.com/ns/1.0", "g:"},
    {"http://purl.org/rss/1.0/modules/content/", "content:"},
    {"http://purl.org/dc/elements/1.1/", "dc:"},
    {"http://search.yahoo.com/mrss/", "media:"},
    {"http://www.google.com/schemas/sitemap-news/0.9", "news:"},
    {"http://www.google.com/schemas/sitemap-image/1.1", "image:"},
}};

std::string own_name(std::string_view name) {
  const auto bar = name.rfind('|');
  if (bar == std::string_view::npos) return std::string(name);
  const auto uri = name.substr(0, bar);
  for (const auto& row : namespaces)
    if (row.uri == uri) return std::string(row.prefix) + std::string(name.substr(bar + 1));
  return std::string(name.substr(bar + 1));
}

struct free_parser {
  void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
};

class document_reader {
 public:
  document_reader(const std::function<bool(std::string_view, int)>& is_record,
                  const std::function<void(const xml_element&)>& take)
      : parser_(XML_ParserCreateNS("UTF-8", '|')), is_record_(is_record), take_(take) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* name, const char** attributes) {
          static_cast<document_reader*>(self)->begin(name, attributes);
        },
        [](void* self, const char*) { static_cast<document_reader*>(self)->end(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int bytes) {
      static_cast<document_reader*>(self)->characters({text, static_cast<std::size_t>(bytes)});
    });
    XML_SetSkippedEntityHandler(parser_.get(), [](void* self, const char* name, int) {
      static_cast<document_reader*>(self)->characters(entity(name).value_or(std::string("&") + name + ";"));
    });
    XML_SetEntityDeclHandler(parser_.get(), [](void* self, const char* name, int, const char*, int,
                                               const char*, const char*, const char*, const char*) {
      static_cast<document_reader*>(self)->refuse("entity-declaration", name);
    });
    // As if there were a DTD that is not read: what it might declare is passed to the handler above.
    XML_UseForeignDTD(parser_.get(), XML_TRUE);
  }

  std::optional<feed_refusal> read(std::string_view text) {
    for (std::size_t at = 0; at < text.size() || at == 0;) {
      const auto piece = text.substr(at, 1U << 20);
      at += piece.size();
      const auto status =
          XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), at == text.size() ? 1 : 0);
      if (refused_) return refused_;
      if (status != XML_STATUS_OK) return not_well_formed(text);
      if (piece.empty()) break;
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::string line() const {
    return fmt::format("{}", XML_GetCurrentLineNumber(parser_.get()));
  }

  feed_refusal not_well_formed(std::string_view text) const {
    const auto code = XML_GetErrorCode(parser_.get());
    const auto place =
        static_cast<std::size_t>(std::max<XML_Index>(XML_GetCurrentByteIndex(parser_.get()), 0));
    const auto begin = place > 30 ? place - 30 : 0;
    return {"not-well-formed", line(),
            fmt::format("column {}: {}: {}", XML_GetCurrentColumnNumber(parser_.get()) + 1,
                        XML_ErrorString(code), begin < text.size() ? text.substr(begin, 60) : "")};
  }

  void refuse(std::string_view reason, std::string_view value) {
    if (!refused_) refused_ = feed_refusal{std::string(reason), line(), std::string(value.substr(0, 80))};
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  void begin(std::string_view raw_name, const char** attributes) {
    if (++depth_ > depth_max) return refuse("too-deep", own_name(raw_name));
    auto name = own_name(raw_name);
    if (open_.empty()) {
      if (!is_record_(name, depth_)) return;
      elements_ = 0;
      record_ = {};
      open_.push_back(&record_);
    } else {
      // Growing the children of an open element moves only closed ones: open_ holds the way down.
      open_.push_back(&open_.back()->children.emplace_back());
    }
    if (++elements_ > elements_of_record_max)
      return refuse("too-deep", "more than 20000 elements in a record");
    auto& made = *open_.back();
    made.name = std::move(name);
    made.line = XML_GetCurrentLineNumber(parser_.get());
    for (; *attributes != nullptr; attributes += 2)
      made.attributes.emplace_back(own_name(attributes[0]), attributes[1]);
  }

  void end() {
    --depth_;
    if (open_.empty()) return;
    open_.pop_back();
    if (open_.empty()) take_(record_);
  }

  void characters(std::string_view text) {
    if (open_.empty()) return;
    auto& within = *open_.back();
    within.text += text;
    if (within.text.size() > text_bytes_max)
      return refuse("too-deep", within.name + ": more than 1 MiB of text");
    if (within.children.empty()) return;
    if (!within.children.back().name.empty()) within.children.emplace_back();
    within.children.back().text += text;
  }

  std::unique_ptr<XML_ParserStruct, free_parser> parser_;
  const std::function<bool(std::string_view, int)>& is_record_;
  const std::function<void(const xml_element&)>& take_;
  std::optional<feed_refusal> refused_;
  xml_element record_;
  std::vector<xml_element*> open_;  // the record and the way to the innermost open element
  int depth_ = 0;
  std::size_t elements_ = 0;
};

}  // namespace

std::string_view xml_element::attribute(std::string_view wanted) const noexcept {
  for (const auto& [key, value] : attributes)
    if (key == wanted) return value;
  return {};
}

const xml_element* xml_element::child(std::string_view wanted) const noexcept {
  const auto place =
      std::find_if(children.begin(), children.end(), [&](const auto& each) { return each.name == wanted; });
  return place == children.end() ? nullptr : &*place;
}

std::string_view xml_element::child_text(std::string_view wanted) const noexcept {
  const auto* const found = child(wanted);
  return found == nullptr ? std::string_view{} : std::string_view(found->text);
}

bool xml_element::has_elements() const noexcept {
  return std::any_of(children.begin(), children.end(), [](const auto& each) { return !each.name.empty(); });
}

std::string deep_text(const xml_element& from, std::string_view left_out) {
  if (from.children.empty()) return from.text;
  // Text before the first child is not among the children.
  auto behind = from.text.size();
  for (const auto& child : from.children)
    if (child.name.empty()) behind -= child.text.size();
  auto all = from.text.substr(0, behind);
  for (const auto& child : from.children) {
    if (!left_out.empty() && child.name == left_out) continue;
    if (child.name.empty())
      all += child.text;
    else
      all += fmt::format("<{}>{}</{}>", child.name, deep_text(child, left_out), child.name);
  }
  return all;
}

std::string_view root_name(std::string_view text) noexcept {
  for (std::size_t at = text.find('<'); at != std::string_view::npos && at < 65536;
       at = text.find('<', at + 1)) {
    if (at + 1 == text.size()) break;
    if (text.substr(at).starts_with("<!--")) {
      at = text.find("-->", at);
      if (at == std::string_view::npos) break;
      continue;
    }
    if (text[at + 1] == '?' || text[at + 1] == '!') continue;
    const auto end = text.find_first_of(" \t\r\n/>", at);
    return text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
  }
  return {};
}

std::optional<feed_refusal> read_xml(std::string_view text,
                                     const std::function<bool(std::string_view, int)>& is_record,
                                     const std::function<void(const xml_element&)>& take) {
  document_reader reader(is_record, take);
  return reader.read(text);
}

}  // namespace footfall::catalog_import
