// Writes JSON by appending to a string: no tree, no allocation beyond the string's own growth.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::text {

/// Appends `raw` as the inside of a JSON string (RFC 8259, section 7): quotes, backslash and control
/// characters are escaped, bytes that are not UTF-8 become U+FFFD, and `<`, U+2028 and U+2029 are escaped so
/// that the text is safe inside a script (JSONP). Thread-safe.
void append_json_escaped(std::string& out, std::string_view raw);

/// A writer that puts commas where they belong. The caller opens and closes in order; nesting up to 64.
///
///     json_writer json(out);
///     json.open_object();
///     json.key("viewers"); json.value(12);
///     json.close_object();
///
/// Not thread-safe; `out` outlives the writer.
class json_writer {
 public:
  explicit json_writer(std::string& out) : out_(out) {}

  void open_object() { open('{'); }
  void close_object() { close('}'); }
  void open_array() { open('['); }
  void close_array() { close(']'); }

  /// The name of the next value; `name` is written as it is, so it must not need escaping.
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool truth);
  void value(double number);  ///< shortest form that reads back as the same number; not finite: null
  void value(std::int64_t number);
  void value(std::uint64_t number);
  template <std::integral Integer>
  requires(!std::same_as<Integer, bool>) void value(Integer number) {
    if constexpr (std::signed_integral<Integer>)
      value(static_cast<std::int64_t>(number));
    else
      value(static_cast<std::uint64_t>(number));
  }
  void null();

  /// `key` and `value` in one call.
  template <class Value>
  void field(std::string_view name, const Value& content) {
    key(name);
    value(content);
  }

 private:
  void open(char bracket);
  void close(char bracket);
  bool needs_comma();  // before what comes now; notes that something comes
  void separate();

  std::string& out_;
  std::uint64_t has_members_ = 0;  // bit n: the container at depth n has a member already
  int depth_ = 0;
  bool after_key_ = false;
};

}  // namespace footfall::text
