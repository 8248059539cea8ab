//! The parser's work, bounded: where it is not sure it tries twice, and in what nests the tries multiply.
//!
//! Whatever the parser does it asks its dialect, again and again. So a dialect that counts knows how long the parser has been at
//! it, and stops it: by unwinding, since most of what it is asked has no way to say no. What unwinds is no panic, it is not
//! reported anywhere, and [`within`] catches it. A statement that is right needs a few dozen questions for each token.

use std::{
    any::TypeId,
    cell::Cell,
    iter::Peekable,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    str::Chars,
};

use sqlparser::{
    ast::{ColumnOption, Expr, GranteesType, Ident, ObjectNamePart, Statement},
    dialect::{Dialect, Precedence},
    keywords::Keyword,
    parser::{Parser, ParserError},
    tokenizer::{Token, TokenWithSpan},
};

/// Questions that every statement may ask: short ones nest as well, and these take some milliseconds.
const QUESTIONS: usize = 50_000;
/// Questions for each token beyond that: real statements ask less than a tenth.
const QUESTIONS_A_TOKEN: usize = 200;

/// The parser was stopped.
struct Stopped;

/// Lets a parser over a [`Bounded`] dialect work; `None` where it was stopped, or broke.
pub(super) fn within<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// A dialect that lets the parser ask so often and no more.
#[derive(Debug)]
pub(super) struct Bounded {
    rules: &'static dyn Dialect,
    left: Cell<usize>,
    /// Whether an argument's name may be an expression: then every argument is read as a name first, and again as a value.
    names_by_expression: bool,
}

impl Bounded {
    /// The rules of a dialect, for these tokens.
    pub fn new(rules: &'static dyn Dialect, tokens: &[TokenWithSpan]) -> Self {
        let names = |t: &TokenWithSpan| match &t.token {
            Token::Colon => true,
            Token::Word(w) => w.keyword == Keyword::VALUE,
            _ => false,
        };
        Self {
            rules,
            left: Cell::new(QUESTIONS.saturating_add(tokens.len().saturating_mul(QUESTIONS_A_TOKEN))),
            names_by_expression: rules.supports_named_fn_args_with_expr_name() && tokens.iter().any(names),
        }
    }

    /// The parser asks something.
    fn asked(&self) {
        let left = self.left.get();
        if left == 0 {
            resume_unwind(Box::new(Stopped));
        }
        self.left.set(left - 1);
    }
}

/// What the rules say themselves.
macro_rules! as_the_rules_say {
    ($(fn $name:ident(&self $(, $argument:ident: $kind:ty)* $(,)?) -> $answer:ty;)*) => {
        $(fn $name(&self $(, $argument: $kind)*) -> $answer {
            self.asked();
            self.rules.$name($($argument),*)
        })*
    };
}

impl Dialect for Bounded {
    fn dialect(&self) -> TypeId {
        self.rules.dialect()
    }

    fn supports_named_fn_args_with_expr_name(&self) -> bool {
        self.names_by_expression
    }

    as_the_rules_say! {
        fn parse_prefix(&self, parser: &mut Parser) -> Option<Result<Expr, ParserError>>;
        fn supports_from_first_select(&self) -> bool;
        fn is_delimited_identifier_start(&self, ch: char) -> bool;
        fn is_nested_delimited_identifier_start(&self, ch: char) -> bool;
        fn peek_nested_delimited_identifier_quotes(&self, chars: Peekable<Chars<'_>>) -> Option<(char, Option<char>)>;
        fn identifier_quote_style(&self, identifier: &str) -> Option<char>;
        fn is_identifier_start(&self, ch: char) -> bool;
        fn is_identifier_part(&self, ch: char) -> bool;
        fn is_custom_operator_part(&self, ch: char) -> bool;
        fn supports_string_literal_backslash_escape(&self) -> bool;
        fn ignores_wildcard_escapes(&self) -> bool;
        fn supports_unicode_string_literal(&self) -> bool;
        fn supports_filter_during_aggregation(&self) -> bool;
        fn supports_window_clause_named_window_reference(&self) -> bool;
        fn supports_within_after_array_aggregation(&self) -> bool;
        fn supports_partition_by_after_order_by(&self) -> bool;
        fn supports_array_join_syntax(&self) -> bool;
        fn supports_group_by_expr(&self) -> bool;
        fn supports_group_by_with_modifier(&self) -> bool;
        fn supports_left_associative_joins_without_parens(&self) -> bool;
        fn supports_outer_join_operator(&self) -> bool;
        fn supports_cross_join_constraint(&self) -> bool;
        fn supports_connect_by(&self) -> bool;
        fn supports_execute_immediate(&self) -> bool;
        fn supports_match_recognize(&self) -> bool;
        fn supports_in_empty_list(&self) -> bool;
        fn supports_start_transaction_modifier(&self) -> bool;
        fn supports_end_transaction_modifier(&self) -> bool;
        fn supports_named_fn_args_with_eq_operator(&self) -> bool;
        fn supports_named_fn_args_with_colon_operator(&self) -> bool;
        fn supports_named_fn_args_with_assignment_operator(&self) -> bool;
        fn supports_named_fn_args_with_rarrow_operator(&self) -> bool;
        fn supports_numeric_prefix(&self) -> bool;
        fn supports_numeric_literal_underscores(&self) -> bool;
        fn supports_window_function_null_treatment_arg(&self) -> bool;
        fn supports_dictionary_syntax(&self) -> bool;
        fn support_map_literal_syntax(&self) -> bool;
        fn supports_lambda_functions(&self) -> bool;
        fn supports_parenthesized_set_variables(&self) -> bool;
        fn supports_comma_separated_set_assignments(&self) -> bool;
        fn supports_update_order_by(&self) -> bool;
        fn supports_select_wildcard_except(&self) -> bool;
        fn convert_type_before_value(&self) -> bool;
        fn supports_triple_quoted_string(&self) -> bool;
        fn supports_trailing_commas(&self) -> bool;
        fn supports_limit_comma(&self) -> bool;
        fn supports_string_literal_concatenation(&self) -> bool;
        fn supports_string_literal_concatenation_with_newline(&self) -> bool;
        fn supports_projection_trailing_commas(&self) -> bool;
        fn supports_from_trailing_commas(&self) -> bool;
        fn supports_column_definition_trailing_commas(&self) -> bool;
        fn supports_object_name_double_dot_notation(&self) -> bool;
        fn supports_struct_literal(&self) -> bool;
        fn supports_empty_projections(&self) -> bool;
        fn supports_select_expr_star(&self) -> bool;
        fn supports_from_first_insert(&self) -> bool;
        fn supports_pipe_operator(&self) -> bool;
        fn supports_user_host_grantee(&self) -> bool;
        fn supports_match_against(&self) -> bool;
        fn supports_select_wildcard_exclude(&self) -> bool;
        fn supports_select_exclude(&self) -> bool;
        fn supports_create_table_multi_schema_info_sources(&self) -> bool;
        fn supports_select_modifiers(&self) -> bool;
        fn parse_infix(&self, parser: &mut Parser, expr: &Expr, precedence: u8) -> Option<Result<Expr, ParserError>>;
        fn get_next_precedence(&self, parser: &Parser) -> Option<Result<u8, ParserError>>;
        fn get_next_precedence_default(&self, parser: &Parser) -> Result<u8, ParserError>;
        fn parse_statement(&self, parser: &mut Parser) -> Option<Result<Statement, ParserError>>;
        fn parse_column_option(&self, parser: &mut Parser) -> Result<Option<Result<Option<ColumnOption>, ParserError>>, ParserError>;
        fn prec_value(&self, prec: Precedence) -> u8;
        fn prec_unknown(&self) -> u8;
        fn describe_requires_table_keyword(&self) -> bool;
        fn allow_extract_custom(&self) -> bool;
        fn allow_extract_single_quotes(&self) -> bool;
        fn supports_extract_comma_syntax(&self) -> bool;
        fn supports_subquery_as_function_arg(&self) -> bool;
        fn supports_create_view_comment_syntax(&self) -> bool;
        fn supports_array_typedef_without_element_type(&self) -> bool;
        fn supports_parens_around_table_factor(&self) -> bool;
        fn supports_values_as_table_factor(&self) -> bool;
        fn supports_dollar_placeholder(&self) -> bool;
        fn supports_dollar_as_money_prefix(&self) -> bool;
        fn supports_create_index_with_clause(&self) -> bool;
        fn require_interval_qualifier(&self) -> bool;
        fn supports_explain_with_utility_options(&self) -> bool;
        fn supports_asc_desc_in_column_definition(&self) -> bool;
        fn supports_factorial_operator(&self) -> bool;
        fn supports_bitwise_shift_operators(&self) -> bool;
        fn supports_nested_comments(&self) -> bool;
        fn supports_multiline_comment_hints(&self) -> bool;
        fn supports_eq_alias_assignment(&self) -> bool;
        fn supports_try_convert(&self) -> bool;
        fn supports_bang_not_operator(&self) -> bool;
        fn supports_listen_notify(&self) -> bool;
        fn supports_load_data(&self) -> bool;
        fn supports_load_extension(&self) -> bool;
        fn supports_top_before_distinct(&self) -> bool;
        fn supports_boolean_literals(&self) -> bool;
        fn supports_show_like_before_in(&self) -> bool;
        fn supports_comment_on(&self) -> bool;
        fn supports_create_table_select(&self) -> bool;
        fn supports_partiql(&self) -> bool;
        fn supports_constraint_keyword_without_name(&self) -> bool;
        fn supports_key_column_option(&self) -> bool;
        fn is_reserved_for_identifier(&self, kw: Keyword) -> bool;
        fn get_reserved_keywords_for_select_item_operator(&self) -> &[Keyword];
        fn get_reserved_grantees_types(&self) -> &[GranteesType];
        fn supports_table_sample_before_alias(&self) -> bool;
        fn supports_insert_set(&self) -> bool;
        fn supports_insert_table_function(&self) -> bool;
        fn supports_insert_table_query(&self) -> bool;
        fn supports_insert_format(&self) -> bool;
        fn supports_insert_table_alias(&self) -> bool;
        fn supports_set_stmt_without_operator(&self) -> bool;
        fn is_column_alias(&self, kw: &Keyword, parser: &mut Parser) -> bool;
        fn is_select_item_alias(&self, explicit: bool, kw: &Keyword, parser: &mut Parser) -> bool;
        fn is_table_factor(&self, kw: &Keyword, parser: &mut Parser) -> bool;
        fn is_table_alias(&self, kw: &Keyword, parser: &mut Parser) -> bool;
        fn is_table_factor_alias(&self, explicit: bool, kw: &Keyword, parser: &mut Parser) -> bool;
        fn supports_table_versioning(&self) -> bool;
        fn supports_string_escape_constant(&self) -> bool;
        fn supports_table_hints(&self) -> bool;
        fn requires_single_line_comment_whitespace(&self) -> bool;
        fn supports_array_typedef_with_brackets(&self) -> bool;
        fn supports_geometric_types(&self) -> bool;
        fn supports_order_by_all(&self) -> bool;
        fn supports_set_names(&self) -> bool;
        fn supports_space_separated_column_options(&self) -> bool;
        fn supports_alter_column_type_using(&self) -> bool;
        fn supports_comma_separated_drop_column_list(&self) -> bool;
        fn is_identifier_generating_function_name(&self, ident: &Ident, name_parts: &[ObjectNamePart]) -> bool;
        fn supports_notnull_operator(&self) -> bool;
        fn supports_data_type_signed_suffix(&self) -> bool;
        fn supports_interval_options(&self) -> bool;
        fn supports_create_table_like_parenthesized(&self) -> bool;
        fn supports_semantic_view_table_factor(&self) -> bool;
        fn supports_quote_delimited_string(&self) -> bool;
        fn supports_comment_optimizer_hint(&self) -> bool;
        fn supports_double_ampersand_operator(&self) -> bool;
        fn supports_binary_kw_as_cast(&self) -> bool;
        fn supports_select_wildcard_replace(&self) -> bool;
        fn supports_select_wildcard_ilike(&self) -> bool;
        fn supports_select_wildcard_rename(&self) -> bool;
        fn supports_select_wildcard_with_alias(&self) -> bool;
        fn supports_optimize_table(&self) -> bool;
        fn supports_install(&self) -> bool;
        fn supports_detach(&self) -> bool;
        fn supports_prewhere(&self) -> bool;
        fn supports_with_fill(&self) -> bool;
        fn supports_limit_by(&self) -> bool;
        fn supports_interpolate(&self) -> bool;
        fn supports_settings(&self) -> bool;
        fn supports_select_format(&self) -> bool;
        fn supports_comma_separated_trim(&self) -> bool;
        fn supports_cte_without_as(&self) -> bool;
        fn supports_select_item_multi_column_alias(&self) -> bool;
        fn supports_xml_expressions(&self) -> bool;
        fn supports_create_table_using(&self) -> bool;
        fn supports_long_type_as_bigint(&self) -> bool;
        fn supports_map_literal_with_angle_brackets(&self) -> bool;
    }
}
