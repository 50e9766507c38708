// The text of a configuration as a JSON tree: comments allowed, duplicate keys not.
#include "json_document.hpp"

#include "mistakes.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <vector>

namespace footfall::settings {

namespace {

using json = nlohmann::json;

// Builds the tree from the parser's calls (their names are nlohmann's). The library's own tree builder would
// let the last of two equal keys win silently.
class tree_builder final : public nlohmann::json_sax<json> {
 public:
  explicit tree_builder(mistakes& found) : mistakes_(found) {}

  bool null() override { return add(nullptr) != nullptr; }
  bool boolean(bool value) override { return add(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return add(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return add(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) override { return add(value) != nullptr; }
  bool string(string_t& value) override { return add(std::move(value)) != nullptr; }
  bool binary(binary_t&) override { return false; }

  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    auto& inner = levels_.back();
    inner.key = name;
    if (inner.container->contains(name))
      mistakes_.add(path_of_key(inner.path, name), "this key twice", "it once");
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& what) override {
    error_position_ = position;
    // "[json.exception...] parse error at line 1, column 2: syntax error while parsing value - REASON; last
    // read: 'TEXT'". The text may be a licence key.
    std::string_view reason = what.what();
    if (const auto start = reason.find("syntax error "); start != reason.npos)
      reason.remove_prefix(start + 13);
    reason = reason.substr(0, reason.find("; last read"));
    error_reason_ = reason;
    return false;
  }

  [[nodiscard]] json take() { return std::move(root_); }
  [[nodiscard]] std::size_t error_position() const noexcept { return error_position_; }
  [[nodiscard]] const std::string& error_reason() const noexcept { return error_reason_; }
  [[nodiscard]] bool too_deep() const noexcept { return too_deep_; }

 private:
  struct level {
    json* container;
    std::string path;
    std::string key;
  };

  json* add(json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    auto& inner = levels_.back();
    if (inner.container->is_array()) {
      inner.container->push_back(std::move(value));
      return &inner.container->back();
    }
    return &(*inner.container)[inner.key].operator=(std::move(value));
  }

  bool open(json container) {
    if (levels_.size() == json_depth_max) {
      too_deep_ = true;
      return false;
    }
    std::string path;
    if (!levels_.empty()) {
      const auto& outer = levels_.back();
      path = outer.container->is_array() ? path_of_position(outer.path, outer.container->size())
                                         : path_of_key(outer.path, outer.key);
    }
    json* const added = add(std::move(container));
    levels_.push_back({added, std::move(path), {}});
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  mistakes& mistakes_;
  json root_;
  std::vector<level> levels_;
  std::size_t error_position_ = 0;
  std::string error_reason_;
  bool too_deep_ = false;
};

bool is_plain_word(std::string_view name) noexcept {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string line_and_column(std::string_view text, std::size_t position) {
  // The parser counts the byte that it stumbled over as read.
  const auto before = text.substr(0, position == 0 ? 0 : position - 1);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto line_start = before.rfind('\n');
  const auto column = line_start == before.npos ? before.size() + 1 : before.size() - line_start;
  return fmt::format("line {}, column {}", line, column);
}

}  // namespace

result<nlohmann::json> parse_document(std::string_view text) {
  mistakes found;
  tree_builder builder(found);
  const bool parsed = json::sax_parse(text, &builder, json::input_format_t::json, true, true);
  if (builder.too_deep())
    return failure{
        error::bad_configuration,
        fmt::format("found more than {0} levels of nesting, expected at most {0}", json_depth_max)};
  if (!parsed)
    return failure{error::bad_configuration,
                   fmt::format("{}: not valid JSON: {}", line_and_column(text, builder.error_position()),
                               builder.error_reason())};
  if (!found.empty()) return failure{error::bad_configuration, found.text()};
  return builder.take();
}

std::string path_of_key(std::string_view path, std::string_view name) {
  if (is_plain_word(name)) return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  const auto quoted = json(name.substr(0, 64)).dump(-1, ' ', true, json::error_handler_t::replace);
  return fmt::format("{}[{}]", path, quoted);
}

std::string path_of_position(std::string_view path, std::size_t index) {
  return fmt::format("{}[{}]", path, index);
}

}  // namespace footfall::settings
