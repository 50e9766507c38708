// Just enough of C++'s grammar for the tidy tests: comments and literals blanked out, functions measured.
#pragma once

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {

enum class comments { keep, blank };

/// `text` with the contents of literals, and where wanted of comments, replaced by blanks; line ends stay.
class blanked {
 public:
  static std::string out(std::string_view text, comments what) {
    blanked reader{text, what};
    while (reader.at_ < text.size()) reader.step();
    return reader.result_;
  }

 private:
  blanked(std::string_view text, comments what) : text_(text), comments_(what), result_(text) {}

  void step() {
    const auto rest = text_.substr(at_);
    if (rest.starts_with("//")) {
      skip_to(text_.find('\n', at_), comments_ == comments::blank);
    } else if (rest.starts_with("/*")) {
      skip_to(end_of("*/", at_ + 2), comments_ == comments::blank);
    } else if (rest.starts_with("R\"") && !after_word()) {
      const auto open = text_.find('(', at_);
      const auto closing = ")" + std::string(text_.substr(at_ + 2, open - at_ - 2)) + "\"";
      skip_to(end_of(closing, at_), true);
    } else if (rest.front() == '"' || (rest.front() == '\'' && !after_word())) {
      skip_literal(rest.front());
    } else {
      ++at_;
    }
  }

  /// True behind a letter or digit: `'` is then a digit separator, `R"` the end of another name.
  [[nodiscard]] bool after_word() const {
    return at_ > 0 && std::isalnum(static_cast<unsigned char>(text_[at_ - 1])) != 0;
  }

  [[nodiscard]] std::size_t end_of(std::string_view closing, std::size_t from) const {
    const auto found = text_.find(closing, from);
    return found == std::string_view::npos ? text_.size() : found + closing.size();
  }

  void skip_to(std::size_t end, bool blank) {
    end = std::min(end, text_.size());
    for (; at_ < end; ++at_)
      if (blank && text_[at_] != '\n') result_[at_] = ' ';
  }

  void skip_literal(char quote) {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    skip_to(end + 1, true);
  }

  std::string_view text_;
  comments comments_;
  std::string result_;
  std::size_t at_ = 0;
};

/// A block at namespace or class scope that is no table: a function, for all that matters here.
struct function_extent {
  std::size_t first_line;  ///< of the head, from 1
  std::size_t lines;
  std::string head;
};

/// Follows braces and tells functions from namespaces, types and tables by the text before a brace.
class function_finder {
 public:
  explicit function_finder(std::string_view text) : code_(blanked::out(text, comments::blank)) {
    blank_directives();
    for (std::size_t at = 0; at < code_.size(); ++at) step(at);
  }

  [[nodiscard]] const std::vector<function_extent>& functions() const noexcept { return functions_; }

 private:
  enum class block { scope, function, other };
  struct open_block {
    block kind;
    std::size_t first_line;
    std::string head;
  };

  void step(std::size_t at) {
    const char c = code_[at];
    if (c == '\n') ++line_;
    if (c == '{') {
      open();
    } else if (c == '}') {
      close();
    } else if (c == ';') {
      head_.clear();
    } else if (!head_.empty() || std::isspace(static_cast<unsigned char>(c)) == 0) {
      if (head_.empty()) head_line_ = line_;
      head_.push_back(c == '\n' ? ' ' : c);
    }
  }

  void open() {
    const bool in_scope = open_.empty() || open_.back().kind == block::scope;
    const auto kind = !in_scope ? block::other : opens_scope() ? block::scope : block::function;
    // A table or constant: an assignment with no parameter list behind it.
    const auto assignment = head_.rfind(" = ");
    const bool table = assignment != std::string::npos && head_.find(')', assignment) == std::string::npos;
    open_.push_back({in_scope && table ? block::other : kind, head_.empty() ? line_ : head_line_, head_});
    head_.clear();
  }

  void close() {
    head_.clear();
    if (open_.empty()) return;
    const auto last = open_.back();
    open_.pop_back();
    if (last.kind == block::function)
      functions_.push_back({last.first_line, line_ - last.first_line + 1, last.head});
  }

  /// Namespace, class, struct, union, enum, extern "C"; not a function that returns or takes one.
  [[nodiscard]] bool opens_scope() const {
    if (head_.find('(') != std::string::npos && head_.find("alignas") == std::string::npos) return false;
    constexpr std::array words{"namespace", "class", "struct", "union", "enum", "extern"};
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return head_.find(word) != std::string::npos; });
  }

  void blank_directives() {
    bool at_line_start = true, in_directive = false;
    for (auto& c : code_) {
      if (c == '\n') {
        at_line_start = true;
        in_directive = false;
      } else if (at_line_start && c == '#') {
        in_directive = true;
      } else if (c != ' ') {
        at_line_start = false;
      }
      if (in_directive) c = ' ';
    }
  }

  std::string code_;
  std::vector<open_block> open_;
  std::vector<function_extent> functions_;
  std::string head_;
  std::size_t head_line_ = 1;
  std::size_t line_ = 1;
};

}  // namespace footfall::test
